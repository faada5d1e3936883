// What the model gives up of documents.
#include <algorithm>

#include "tests/service/model.h"

namespace quits::test {

using namespace program;

namespace {

std::int64_t size_of(std::int64_t value) { return value < 0 ? -value : value; }

}  // namespace

Model::Refusal Model::apply(const WriteOffRequested& fact, const Case& on) {
  const auto invoice =
      std::find_if(invoices_.begin(), invoices_.end(),
                   [&](const ModelInvoice& one) { return one.number == fact.document; });
  if (invoice == invoices_.end()) return Code::unknown_invoice;
  if (*fact.on < (invoice->paid_by ? invoice->due : invoice->period.last_day()))
    return Code::date_out_of_range;
  const std::int64_t free = open(fact.document) - to_pay(fact.document);
  std::int64_t amount = free;
  if (fact.amount) {
    amount = fact.amount->millionths();
    for (int i = invoice->currency.exponent(); i < 6; ++i) amount /= 10;
    if (invoice->gross < 0) amount = -amount;
  }
  if (amount == 0 || size_of(amount) > size_of(free)) return Code::write_off_exceeds_open;
  write_offs_.push_back({on.id, fact.document, amount, on.actor, *fact.on, {}, {}, {}});
  return {};
}

Model::Refusal Model::apply(const WriteOffApproved& fact, const Case& on) {
  const FactId of = named(fact.of, on);
  const auto asked = std::find_if(write_offs_.begin(), write_offs_.end(),
                                  [&](const ModelWriteOff& one) { return one.request == of; });
  if (asked == write_offs_.end()) return Code::unknown_write_off;
  if (asked->approval) return Code::not_pending;
  if (asked->requested_by == on.actor) return Code::same_person;
  if (size_of(asked->amount) > size_of(open(asked->document) - to_pay(asked->document)))
    return Code::write_off_exceeds_open;
  if (*fact.on < asked->requested_on) return Code::date_out_of_range;
  asked->approval = on.id;
  asked->in = posting_period(*fact.on);
  return {};
}

bool Model::take_back_write_off(const FactId& approval, Date day) {
  const auto given = std::find_if(write_offs_.begin(), write_offs_.end(),
                                  [&](const ModelWriteOff& one) { return one.approval == approval; });
  if (given == write_offs_.end()) return false;
  given->taken_back_in = posting_period(day);
  return true;
}

std::int64_t Model::written_off(const std::string& number) const {
  std::int64_t sum = 0;
  for (const ModelWriteOff& one : write_offs_)
    sum += one.document == number && one.approval && !one.taken_back_in ? one.amount : 0;
  return sum;
}

}  // namespace quits::test
