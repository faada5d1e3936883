#include "ledger/encoding.h"

#include <fmt/core.h>
#include <quits/v1/record.pb.h>

#include "base/failure.h"
#include "ledger/encoding_trace.h"

namespace quits::ledger {
namespace {

using v1::RecordEnvelope;

void write(const LineKey& key, v1::LineKey& out) {
  out.set_creditor(key.creditor.value);
  out.set_debtor(key.debtor.value);
  out.set_currency(static_cast<std::uint32_t>(key.currency.numeric()));
  out.set_period(static_cast<std::uint32_t>(key.period.index()));
  out.set_category(static_cast<v1::Category>(key.category));
  out.set_billing(static_cast<v1::Billing>(key.billing));
  out.set_version(key.version.value);
  out.set_term(key.term);
  out.set_tax_category(static_cast<v1::TaxCategory>(key.tax_category));
  out.set_tax_rate_micros(key.tax_rate.millionths());
}

void write(const LimitEffect& effect, v1::LimitEffect& out) {
  out.set_scope(static_cast<v1::LimitScope>(effect.scope));
  if (effect.window) out.set_window_day(effect.window->days_since_epoch());
  out.set_customer(effect.customer);
  out.set_bound_minor(effect.bound_minor);
  out.set_is_floor(effect.is_floor);
  out.set_used_before_minor(effect.used_before_minor);
  out.set_wanted_minor(effect.wanted_minor);
  out.set_allowed_minor(effect.allowed_minor);
  out.set_room_minor(effect.room_minor);
}

void write(const Trace& trace, v1::Trace& out) {
  out.set_reason(static_cast<v1::Reason>(trace.reason));
  if (trace.window) out.set_window_day(trace.window->days_since_epoch());
  out.set_volume_before_micros(trace.volume_before.millionths());
  out.set_volume_after_micros(trace.volume_after.millionths());
  out.set_due_before_minor(trace.due_before_minor);
  out.set_due_after_minor(trace.due_after_minor);
  for (const BandPart& part : trace.parts) {
    auto* written = out.add_part();
    written->set_from_micros(part.from.millionths());
    written->set_rate_micros(part.rate.millionths());
    written->set_volume_micros(part.volume.millionths());
    written->set_amount_micros(part.amount.millionths());
    written->set_width_micros(part.width.millionths());
  }
  out.set_unit_price_micros(trace.unit_price.millionths());
  out.set_of_sequence(trace.of.value);
  out.set_booked_minor(trace.booked_minor);
  out.set_refunded_before_micros(trace.refunded_before.millionths());
  out.set_returned_before_minor(trace.returned_before_minor);
  out.set_returned_minor(trace.returned_minor);
  out.set_true_up_minor(trace.true_up_minor);
  out.set_sale_micros(trace.sale.millionths());
  out.set_rule(static_cast<v1::Rule>(trace.rule));
  if (trace.base != Base::net) out.set_base(static_cast<v1::Base>(trace.base));
  for (const LimitEffect& effect : trace.limits) write(effect, *out.add_limit());
  if (trace.matures) out.set_matures_day(trace.matures->days_since_epoch());
  if (trace.earned) out.set_earned_period(static_cast<std::uint32_t>(trace.earned->index()));
  if (trace.customer_since) out.set_customer_since_day(trace.customer_since->days_since_epoch());
  if (trace.more.is_edited()) write(trace.more.get(), out);
}

void write(const Item& item, v1::Item& out) {
  out.set_line(item.line.value);
  out.set_previous(item.previous.value);
  if (item.opens) write(item.key, *out.mutable_opens());
  out.set_amount_minor(item.amount_minor);
  out.set_base_micros(item.base.millionths());
  out.set_quantity_micros(item.quantity.millionths());
  write(item.trace, *out.mutable_trace());
}

Currency currency_from(std::uint32_t numeric, std::uint64_t sequence) {
  auto currency = Currency::from_numeric(numeric);
  if (!currency) throw_corrupt(sequence, currency.error().message);
  return *currency;
}

Period period_from(std::uint32_t index, std::uint64_t sequence) {
  constexpr std::uint32_t kFirst = 1900 * 12;
  constexpr std::uint32_t kLast = 9999 * 12 + 11;
  if (index < kFirst || index > kLast) throw_corrupt(sequence, fmt::format("{} is not a period", index));
  return Period::from_index(static_cast<std::int32_t>(index));
}

void read(const v1::LineKey& in, std::uint64_t sequence, LineKey& key) {
  key.creditor = {in.creditor()};
  key.debtor = {in.debtor()};
  key.currency = currency_from(in.currency(), sequence);
  key.period = period_from(in.period(), sequence);
  key.category = enum_from<Category>(in.category(), 0, 7, sequence);
  key.billing = enum_from<Billing>(in.billing(), 1, 3, sequence);
  key.version = {in.version()};
  key.term = in.term();
  key.tax_category = enum_from<TaxCategory>(in.tax_category(), 0, 5, sequence);
  key.tax_rate = Rate::from_millionths(in.tax_rate_micros());
}

void read(const v1::LimitEffect& in, std::uint64_t sequence, LimitEffect& effect) {
  effect.scope = enum_from<LimitScope>(in.scope(), 1, 5, sequence);
  effect.window.reset();
  if (in.has_window_day()) effect.window = date_from(in.window_day(), sequence);
  effect.customer = in.customer();
  effect.bound_minor = in.bound_minor();
  effect.is_floor = in.is_floor();
  effect.used_before_minor = in.used_before_minor();
  effect.wanted_minor = in.wanted_minor();
  effect.allowed_minor = in.allowed_minor();
  effect.room_minor = in.room_minor();
}

void read(const v1::Trace& in, std::uint64_t sequence, Trace& trace) {
  trace.reason = enum_from<Reason>(in.reason(), 0, static_cast<int>(kLastReason), sequence);
  trace.window.reset();
  if (in.has_window_day()) trace.window = date_from(in.window_day(), sequence);
  trace.volume_before = Decimal::from_millionths(in.volume_before_micros());
  trace.volume_after = Decimal::from_millionths(in.volume_after_micros());
  trace.due_before_minor = in.due_before_minor();
  trace.due_after_minor = in.due_after_minor();
  trace.parts.clear();
  for (const auto& part : in.part()) {
    trace.parts.push_back({Decimal::from_millionths(part.from_micros()), Rate::from_millionths(part.rate_micros()),
                           Decimal::from_millionths(part.volume_micros()), Decimal::from_millionths(part.amount_micros()),
                           Decimal::from_millionths(part.width_micros())});
  }
  trace.unit_price = Decimal::from_millionths(in.unit_price_micros());
  trace.of = {in.of_sequence()};
  trace.booked_minor = in.booked_minor();
  trace.refunded_before = Decimal::from_millionths(in.refunded_before_micros());
  trace.returned_before_minor = in.returned_before_minor();
  trace.returned_minor = in.returned_minor();
  trace.true_up_minor = in.true_up_minor();
  trace.sale = Decimal::from_millionths(in.sale_micros());
  trace.rule = enum_from<Rule>(in.rule(), 0, 6, sequence);
  trace.base = in.base() == 0 ? Base::net : enum_from<Base>(in.base(), 1, 3, sequence);
  trace.limits.resize(static_cast<std::size_t>(in.limit_size()));
  for (int i = 0; i < in.limit_size(); ++i) read(in.limit(i), sequence, trace.limits[static_cast<std::size_t>(i)]);
  trace.matures.reset();
  if (in.has_matures_day()) trace.matures = date_from(in.matures_day(), sequence);
  trace.earned.reset();
  if (in.earned_period() != 0) trace.earned = period_from(in.earned_period(), sequence);
  trace.customer_since.reset();
  if (in.has_customer_since_day()) trace.customer_since = date_from(in.customer_since_day(), sequence);
  read(in, sequence, trace.more);
}

void read(const v1::Item& in, std::uint64_t sequence, Item& item) {
  item.line = {in.line()};
  item.previous = {in.previous()};
  item.opens = in.has_opens();
  if (item.opens) {
    read(in.opens(), sequence, item.key);
  } else {
    item.key = LineKey();  // the record may be a reused one
  }
  item.amount_minor = in.amount_minor();
  item.base = Decimal::from_millionths(in.base_micros());
  item.quantity = Decimal::from_millionths(in.quantity_micros());
  read(in.trace(), sequence, item.trace);
}

}  // namespace

struct RecordCodec::Messages {
  RecordEnvelope out;
  RecordEnvelope in;
  std::string bytes;
};

RecordCodec::RecordCodec() : messages_(std::make_unique<Messages>()) {}
RecordCodec::~RecordCodec() = default;

std::string_view RecordCodec::encode(const Record& record) {
  RecordEnvelope& out = messages_->out;
  out.Clear();
  out.set_sequence(record.sequence.value);
  out.set_source(record.id.source);
  out.set_id(record.id.external_id);
  out.set_actor(record.actor);
  out.set_recorded_micros(record.recorded.micros);
  out.set_effective_day(record.effective.days_since_epoch());
  out.set_period(static_cast<std::uint32_t>(record.period.index()));
  out.set_relates_to(record.relates_to.value);
  for (const Item& item : record.items) write(item, *out.add_item());
  for (const Posting& posting : record.postings) {
    auto* written = out.add_posting();
    written->set_owner(posting.account.owner.value);
    written->set_counterparty(posting.account.counterparty.value);
    written->set_kind(static_cast<v1::AccountKind>(posting.account.kind));
    written->set_currency(static_cast<std::uint32_t>(posting.account.currency.numeric()));
    written->set_amount_minor(posting.amount_minor);
  }
  out.set_fact(record.fact);
  messages_->bytes.clear();
  const bool written = out.SerializeToString(&messages_->bytes);
  CHECK(written, "record {} cannot be encoded", record.sequence.value);
  return messages_->bytes;
}

void RecordCodec::decode(std::span<const std::byte> bytes, Record& record) {
  RecordEnvelope& in = messages_->in;
  if (!in.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    throw_corrupt(record.sequence.value, "its bytes are not a quits.v1.Record");
  }
  const std::uint64_t sequence = in.sequence();
  record.sequence = {sequence};
  record.id.source = in.source();
  record.id.external_id = in.id();
  record.actor = in.actor();
  record.recorded = {in.recorded_micros()};
  record.effective = date_from(in.effective_day(), sequence);
  record.period = period_from(in.period(), sequence);
  record.relates_to = {in.relates_to()};
  record.items.resize(static_cast<std::size_t>(in.item_size()));
  for (std::size_t i = 0; i < record.items.size(); ++i) {
    read(in.item(static_cast<int>(i)), sequence, record.items[i]);
  }
  record.postings.clear();
  for (const auto& posting : in.posting()) {
    const auto kind = account_kind_from(static_cast<std::uint64_t>(posting.kind()));
    if (!kind) throw_corrupt(sequence, fmt::format("unknown kind of account {}", static_cast<int>(posting.kind())));
    record.postings.push_back({{{posting.owner()}, {posting.counterparty()}, *kind, currency_from(posting.currency(), sequence)},
                               posting.amount_minor()});
  }
  record.fact.assign(in.fact());
}

}  // namespace quits::ledger
