// Payment lists: what settlements and runs asked for, and what of it is not paid yet. A document
// can be on several: what a dispute kept out of one comes onto the next.
#include <fmt/core.h>

#include <algorithm>

#include "base/failure.h"
#include "settlement/rules.h"

namespace quits::settlement {
namespace {

std::int64_t magnitude(std::int64_t value) { return value < 0 ? -value : value; }

}  // namespace

std::int64_t PaymentList::asks_of(const Invoice& document) const {
  const auto part = parts.find(document.number);
  if (part == parts.end()) return 0;
  const std::int64_t most =
      std::min({magnitude(part->second), magnitude(document.to_pay_minor), rest_minor});
  return document.to_pay_minor < 0 ? -most : most;
}

Sequence Rules::posted_in(const std::string& run) {
  if (const RunRow* row = documents_.runs.find(run)) return row->posted;
  throw Failure(Code::corrupt, fmt::format("there is a payment of run {}, and no such run", run),
                "run `quits verify`");
}

Result<std::optional<PaymentList>> Rules::list_named(const std::string& reference,
                                                     ledger::Writer& writer) {
  TRY(auto list, list_as_asked(reference, writer));
  if (!list) return list;
  // A document can be on another list as well: what was paid of it there is not this list's.
  for (auto& [number, part] : list->parts) {
    const std::int64_t paid = documents_.list_payments.paid(reference, number);
    part = magnitude(paid) < magnitude(part) ? part - paid : 0;
  }
  return list;
}

Result<std::optional<PaymentList>> Rules::list_as_asked(const std::string& reference,
                                                        ledger::Writer& writer) {
  writer.flush();
  if (const auto order = documents_.settlements.with_reference(reference)) {
    TRY(const auto settled, read_as<program::SettlementPosted>(order->row.sequence, writer));
    PaymentList list{
        reference, magnitude(order->row.paid_minor) - magnitude(order->row.confirmed_minor), {}};
    for (const program::SetOff& set_off : settled.invoices) {
      if (set_off.to_pay_minor != 0) list.parts.emplace(set_off.invoice, set_off.to_pay_minor);
    }
    return list;
  }
  const RunOrder* order = documents_.runs.order(reference);
  if (order == nullptr || order->withdrawn) return std::optional<PaymentList>();
  PaymentList list{reference, order->amount_minor - order->confirmed_minor, {}};
  TRY(const auto* parts, parts_asked_by_run(posted_in(order->run), reference, writer));
  list.parts = *parts;
  return list;
}

Result<const std::map<std::string, std::int64_t>*> Rules::parts_asked_by_run(
    Sequence posted, const std::string& reference, ledger::Writer& writer) {
  if (asked_by_run_.posted != posted) {
    TRY(const auto fact, read_as<program::RunPosted>(posted, writer));
    asked_by_run_ = {posted, {}};
    for (const program::RunPayment& asked : fact.payments) {
      auto& parts = asked_by_run_.parts[asked.reference];
      for (const program::RunPart& part : asked.parts)
        parts.emplace(part.number, part.amount_minor);
    }
  }
  return &asked_by_run_.parts[reference];
}

Result<std::vector<PaymentList>> Rules::lists_with(const Invoice& document,
                                                   ledger::Writer& writer) {
  std::vector<std::pair<Sequence, std::string>> references;  // by the entry that asks
  for (const NamedOrder& named :
       open_run_orders(writer.database(), document.issuer, document.recipient, document.currency)) {
    references.emplace_back(posted_in(named.order.run), named.reference);
  }
  for (const PairSettlement& order :
       open_orders_between(writer.database(), document.issuer, document.recipient,
                           document.currency, document.period)) {
    references.emplace_back(order.row.sequence, order.row.reference);
  }
  std::sort(references.rbegin(), references.rend());
  std::vector<PaymentList> lists;
  for (const auto& [entry, reference] : references) {
    TRY(auto list, list_named(reference, writer));
    if (list && list->asks_of(document) != 0) lists.push_back(*std::move(list));
  }
  return lists;
}

Result<std::vector<program::AppliedPayment>> Rules::applied_to(const Invoice& document,
                                                               std::int64_t paid,
                                                               ledger::Writer& writer) {
  program::AppliedPayment first{document.number, paid, 0, {}};
  std::int64_t listed = std::min(magnitude(paid), magnitude(document.to_pay_minor));
  const std::int64_t sign = paid < 0 ? -1 : 1;
  std::vector<program::AppliedPayment> applied;
  if (listed != 0) {
    TRY(const auto lists, lists_with(document, writer));
    for (const PaymentList& list : lists) {
      const std::int64_t part = std::min(listed, magnitude(list.asks_of(document)));
      listed -= part;
      if (first.order.empty()) {
        first.order = list.reference;
        first.to_pay_minor = sign * part;
      } else if (part != 0) {
        first.amount_minor -= sign * part;
        applied.push_back({document.number, sign * part, sign * part, list.reference});
      }
    }
  }
  first.to_pay_minor += sign * listed;
  applied.insert(applied.begin(), first);
  return applied;
}

}  // namespace quits::settlement
