// Payment lists: what settlements and runs asked for, and what of it is not paid yet. A document
// can be on several: what a dispute kept out of one comes onto the next.
#include <algorithm>

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

Result<std::optional<PaymentList>> Rules::list_named(const std::string& reference,
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
  TRY(const auto posted,
      read_as<program::RunPosted>(documents_.runs.find(order->run)->posted, writer));
  for (const program::RunPayment& asked : posted.payments) {
    if (asked.reference != reference) continue;
    for (const program::RunPart& part : asked.parts)
      list.parts.emplace(part.number, part.amount_minor);
  }
  return list;
}

Result<std::vector<PaymentList>> Rules::lists_with(const Invoice& document,
                                                   ledger::Writer& writer) {
  std::vector<std::string> references;
  for (const NamedOrder& named :
       open_run_orders(writer.database(), document.issuer, document.recipient, document.currency)) {
    references.push_back(named.reference);
  }
  auto orders = open_orders_between(writer.database(), document.issuer, document.recipient,
                                    document.currency, document.period);
  for (auto order = orders.rbegin(); order != orders.rend(); ++order)
    references.push_back(order->row.reference);
  std::vector<PaymentList> lists;
  for (const std::string& reference : references) {
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
