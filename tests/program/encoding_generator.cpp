#include "tests/program/encoding_generator.h"

#include <array>
#include <limits>

#include "base/check.h"

namespace quits::program {
namespace {

// One to four bytes each; quotes, separators and everything else that other formats stumble over.
constexpr std::array<const char*, 16> kLetters = {"a", "Z", "0", " ", ".", "-",  "\"", "\\",
                                                  ",", ";", "ä", "ß", "é", "漢", "€",  "😀"};
constexpr const char* kKeyLetters = "abcXYZ019._-";

}  // namespace

std::string FactGenerator::words(std::size_t bytes_max, bool required) {
  if (!required && coin()) return {};
  const std::size_t wanted = 1 + below(bytes_max);
  std::string text = "x";
  for (;;) {
    const std::string letter = kLetters.at(below(kLetters.size()));
    if (text.size() + letter.size() > wanted) return text;
    text += letter;
  }
}

std::string FactGenerator::party_key() {
  std::string key;
  for (std::uint64_t i = 1 + below(40); i > 0; --i) key += kKeyLetters[below(12)];
  if (coin()) key += " Ltd";
  return key;
}

Date FactGenerator::date() {
  const auto days = below(static_cast<std::uint64_t>(Date::kLastDay - Date::kFirstDay) + 1);
  return Date::from_days(Date::kFirstDay + static_cast<std::int32_t>(days));
}

std::optional<Date> FactGenerator::date_or_none() {
  return coin() ? std::optional(date()) : std::nullopt;
}

Period FactGenerator::period() { return Period::of(date()); }

Currency FactGenerator::currency() {
  return Currency::at(static_cast<std::uint16_t>(below(all_currencies().size())));
}

std::int64_t FactGenerator::minor() {
  const auto bits = static_cast<std::int64_t>(random_());
  switch (below(4)) {
    case 0:
      return 0;
    case 1:
      return bits;
    case 2:
      return coin() ? std::numeric_limits<std::int64_t>::min()
                    : std::numeric_limits<std::int64_t>::max();
    default:
      return bits % 1'000'000;
  }
}

Decimal FactGenerator::any_decimal() { return Decimal::from_millionths(minor()); }

Decimal FactGenerator::positive() {
  const auto bits = static_cast<std::int64_t>(random_() >> 1);
  return Decimal::from_millionths(coin() ? bits % 1'000'000'000 + 1 : bits / 2 + 1);
}

Rate FactGenerator::any_rate() {
  return Rate::from_millionths(static_cast<std::int64_t>(below(1'000'001)));
}

Side FactGenerator::side() { return coin() ? Side::principal : Side::partner; }

Category FactGenerator::category() { return static_cast<Category>(1 + below(7)); }

std::vector<std::string> FactGenerator::list() {
  std::vector<std::string> entries(below(3));
  for (std::string& entry : entries) entry = words(30, true);
  return entries;
}

FactRef FactGenerator::ref() { return {key_or_none(), words(128, true)}; }

CommissionPlan FactGenerator::plan() {
  CommissionPlan plan;
  plan.name = key();
  plan.earner = side();
  if (coin()) plan.covers = {list(), list(), list(), list(), list(), list(), list()};
  plan.rule = static_cast<Rule>(1 + below(6));
  plan.base = static_cast<Base>(1 + below(3));
  plan.basis = static_cast<Basis>(1 + below(3));
  plan.window = static_cast<Window>(below(4));
  plan.bands.resize(below(5));
  for (Band& band : plan.bands) {
    band.from = any_decimal();
    if (pays_amounts(plan.rule, plan.base)) {
      band.amount = any_decimal();
    } else {
      band.rate = any_rate();
    }
  }
  plan.limits.resize(below(3));
  for (Limit& limit : plan.limits) {
    limit.scope = static_cast<LimitScope>(1 + below(5));
    if (coin()) limit.at_most_minor = minor();
    if (coin()) limit.at_least_minor = minor();
    limit.reversal_returns_room = coin();
  }
  plan.hold_days = static_cast<std::uint32_t>(below(100));
  if (coin()) plan.recurring_months = static_cast<std::uint32_t>(below(25));
  complete(plan);
  return plan;
}

void FactGenerator::complete(CommissionPlan& plan) {
  plan.applies = coin() ? PlanApplies::also : PlanApplies::first;
  plan.override_depth = static_cast<std::uint32_t>(below(4));
  plan.override_from = coin() ? OverrideFrom::seller : OverrideFrom::top;
  plan.earned_when = coin() ? EarnedWhen::paid : EarnedWhen::sold;
  if (coin()) plan.clawback = {coin() ? ClawbackBy::month : ClawbackBy::day, static_cast<std::uint32_t>(below(37))};
}

Price FactGenerator::price() {
  Price price;
  price.item = key();
  price.earner = side();
  price.category = category();
  price.unit = text();
  price.description = text();
  price.valid_from = date_or_none();
  price.valid_until = date_or_none();
  price.per_delivery = coin();
  if (coin()) {
    price.unit_price = any_decimal();
  } else {
    price.rule = static_cast<Rule>(1 + below(6));
  }
  price.basis = static_cast<Basis>(1 + below(3));
  price.window = static_cast<Window>(below(4));
  price.bands.resize(below(3));
  for (Band& band : price.bands) {
    band.from = any_decimal();
    band.amount = any_decimal();
  }
  price.cancellation.resize(below(3));
  for (CancellationStep& step : price.cancellation) step = {static_cast<std::uint32_t>(below(60)), any_rate()};
  return price;
}

void FactGenerator::complete(Terms& terms) {
  const auto count = [&] { return static_cast<std::uint32_t>(below(20)); };
  terms.levels.resize(below(4));
  for (Level& level : terms.levels) level = {key(), count(), key_or_none(), count(), any_rate(), minor()};
  terms.level_review.on.resize(below(3));
  for (YearDay& day : terms.level_review.on) day = {1 + count() % 12, 1 + count()};
  terms.level_review.window_months = count();
  terms.guarantees.resize(below(3));
  for (Guarantee& guarantee : terms.guarantees) {
    guarantee = {key(), side(), minor(), static_cast<Every>(1 + below(3)), key_or_none(), coin()};
  }
  terms.funds.resize(below(3));
  for (Fund& fund : terms.funds) fund = {key(), minor(), static_cast<Every>(1 + below(3)), any_rate(), count()};
  if (coin()) terms.settlement.netting = {NettingMode::centre, NettingMode::multilateral};
  terms.settlement.answers = coin();
  terms.settlement.answer_days = count();
  terms.settlement.silence = coin() ? Silence::accepts : Silence::rejects;
  terms.settlement.confirms_obligations = coin();
  terms.settlement.dispute_days = count();
}

Terms FactGenerator::terms() {
  Terms terms;
  terms.title = text();
  terms.currency = currency();
  terms.plans.resize(below(4));
  for (CommissionPlan& entry : terms.plans) entry = plan();
  terms.fees.resize(below(3));
  for (RecurringFee& fee : terms.fees) {
    fee = {key(), side(), minor(), coin() ? FeeWhen::active : FeeWhen::every_period, category()};
  }
  terms.prices.resize(below(3));
  for (Price& entry : terms.prices) entry = price();
  terms.taxes.resize(below(3));
  for (TaxRule& tax : terms.taxes) {
    tax = {side(), coin() ? Category::none : category(), static_cast<TaxCategory>(1 + below(5)),
           any_rate(), text()};
  }
  terms.payment = {static_cast<std::uint32_t>(below(100)), minor(),
                   coin() ? Collection::collect : Collection::carry};
  terms.rounding = coin() ? Rounding::half_even : Rounding::half_away_from_zero;
  terms.notice_days = static_cast<std::uint32_t>(below(400));
  complete(terms);
  return terms;
}

Sale FactGenerator::line(Decimal amount) {
  Sale sale;
  sale.seller = key();
  sale.agreement = key_or_none();
  sale.on = date();
  sale.amount = amount;
  if (coin()) sale.currency = currency();
  sale.product = text();
  sale.product_group = text();
  sale.quantity = any_decimal();
  sale.customer = text();
  sale.segment = text();
  sale.region = text();
  sale.document = text();
  sale.split.resize(below(4));
  for (Share& share : sale.split) share = {key(), any_rate()};
  sale.term_months = static_cast<std::uint32_t>(below(37));
  return sale;
}

std::vector<AppliedPayment> FactGenerator::applied() {
  std::vector<AppliedPayment> entries(below(3));
  for (AppliedPayment& entry : entries) entry = {words(100, true), minor(), minor(), words(100, false)};
  return entries;
}

template <>
BookOpened FactGenerator::make() {
  return {text(), key()};
}

template <>
PartyRegistered FactGenerator::make() {
  return {party_key(), words(200, true), coin() ? "DE" : "", key_or_none(), coin()};
}

template <>
AgreementProposed FactGenerator::make() {
  const auto version = static_cast<std::uint32_t>(1 + below(1'000));
  return {key(), version, key_or_none(), key(), date(), key(), terms()};
}

template <>
AgreementAccepted FactGenerator::make() {
  return {key(), static_cast<std::uint32_t>(1 + below(1'000)), key()};
}

template <>
Sale FactGenerator::make() {
  return line(coin() ? Decimal() : positive());
}

template <>
Credit FactGenerator::make() {
  return {line(positive())};
}

template <>
Refund FactGenerator::make() {
  return {ref(), date(), positive(), text(), coin() ? RefundKind::chargeback : RefundKind::returned};
}

template <>
TrainingDelivered FactGenerator::make() {
  const auto seats = static_cast<std::uint32_t>(1 + below(1'000));
  return {key(), key_or_none(), key(), seats, date(), text()};
}

template <>
Contribution FactGenerator::make() {
  Contribution contribution;
  contribution.agreement = key_or_none();
  contribution.partner = key();
  contribution.quantity = positive();
  if (coin()) {
    contribution.item = key();
  } else {
    contribution.amount = coin() ? Decimal() : positive();
    contribution.earner = side();
    contribution.category = category();
  }
  contribution.statement_only = coin();
  contribution.on = date();
  contribution.description = text();
  return contribution;
}

template <>
Adjustment FactGenerator::make() {
  const Decimal amount = coin() ? positive() : positive().negated().value();
  return {key(), key_or_none(), side(), amount, category(), date(), words(100, true)};
}

template <>
Approval FactGenerator::make() {
  return {ref()};
}

template <>
Reversal FactGenerator::make() {
  return {ref(), date_or_none(), words(100, true), applied(), text()};
}

template <>
Payment FactGenerator::make() {
  return {key(), key(), positive(), currency(), date(), text(), applied()};
}

template <>
PeriodClosed FactGenerator::make() {
  return {period(), random_(), coin() ? std::string(64, 'a') : "", text()};
}

template <>
FeeCharged FactGenerator::make() {
  return {key(), key(), period()};
}

template <>
InvoiceIssued FactGenerator::make() {
  InvoiceIssued invoice{words(100, true), key(), key(), period(), currency(), date(),
                        date(),           {},    {},    minor(),  minor(),    minor()};
  invoice.lines.resize(below(4));
  for (InvoiceLine& line : invoice.lines) {
    line = {random_(),     random_(),
            below(9),      static_cast<Category>(below(8)),
            key_or_none(), text(),
            any_decimal(), any_decimal(),
            minor(),       static_cast<TaxCategory>(below(6)),
            any_rate()};
  }
  invoice.taxes.resize(below(3));
  for (InvoiceTax& tax : invoice.taxes) {
    tax = {static_cast<TaxCategory>(below(6)), any_rate(), minor(), minor(), text()};
  }
  return invoice;
}

template <>
SettlementPosted FactGenerator::make() {
  SettlementPosted settlement;
  settlement.period = period();
  settlement.principal = key();
  settlement.partner = key();
  settlement.currency = currency();
  settlement.on = date();
  settlement.invoices.resize(below(4));
  for (SetOff& invoice : settlement.invoices) {
    invoice = {words(100, true), minor(), minor(), minor()};
  }
  settlement.opening_minor = minor();
  settlement.charges_minor = minor();
  settlement.earnings_minor = minor();
  settlement.paid_minor = minor();
  settlement.carried_minor = minor();
  settlement.payment_reference = text();
  settlement.payment_due_on = date_or_none();
  settlement.carried_because = text();
  return settlement;
}

template <>
PeriodSettled FactGenerator::make() {
  return {period(), date_or_none(), static_cast<std::uint32_t>(below(1'000)), text()};
}

template <>
AgreementEnded FactGenerator::make() {
  return {key(), date(), key(), text()};
}

template <>
CustomerPayment FactGenerator::make() {
  return {ref(), date(), positive(), text()};
}

template <>
ContractCancelled FactGenerator::make() {
  return {ref(), date(), text()};
}

template <>
PartnerAssigned FactGenerator::make() {
  return {key(), key_or_none(), date(), text()};
}

template <>
PersonCertified FactGenerator::make() {
  return {key(), key(), key(), date(), date_or_none(), words(100, true)};
}

template <>
PersonLeft FactGenerator::make() {
  return {key(), key(), date(), key_or_none()};
}

template <>
LevelReviewed FactGenerator::make() {
  LevelReviewed review{key(), date(), key_or_none(), key_or_none(), {}, list(), text()};
  review.findings.resize(below(4));
  for (LevelFinding& finding : review.findings) finding = {key(), key(), text(), text(), coin()};
  return review;
}

template <>
LevelGranted FactGenerator::make() {
  return {key(), key(), date(), words(100, true), text()};
}

template <>
TrainingCancelled FactGenerator::make() {
  return {key(), key_or_none(), key(), static_cast<std::uint32_t>(1 + below(100)), date(), date(), text(), text()};
}

template <>
FundRequested FactGenerator::make() {
  return {key(), key_or_none(), key(), positive(), date(), words(100, true)};
}

template <>
FundClaimed FactGenerator::make() {
  return {ref(), positive(), date(), words(100, true)};
}

template <>
FundReleased FactGenerator::make() {
  return {ref(), date(), text()};
}

template <>
GuaranteeSettled FactGenerator::make() {
  return {key(), key(), period()};
}

template <>
FloorCharged FactGenerator::make() {
  return {key(), key(), period(), static_cast<LimitScope>(1 + below(5)), text()};
}

template <>
RestatementProposed FactGenerator::make() {
  RestatementProposed restatement{key(), static_cast<std::uint32_t>(1 + below(9)), period(), period(), terms(), words(100, true), {}};
  restatement.lines.resize(below(3));
  for (RestatedLine& line : restatement.lines) line = {key(), key(), text(), below(9), minor(), minor()};
  return restatement;
}

template <>
EntryRestated FactGenerator::make() {
  return {{random_()}, {random_()}};
}

Fact FactGenerator::fact(std::size_t alternative) {
  std::optional<Fact> made;
  const auto make_if = [&]<std::size_t kIndex>(std::integral_constant<std::size_t, kIndex>) {
    if (kIndex == alternative) made = make<std::variant_alternative_t<kIndex, AnyFact>>();
  };
  [&]<std::size_t... kIndices>(std::index_sequence<kIndices...>) {
    (make_if(std::integral_constant<std::size_t, kIndices>()), ...);
  }
  (std::make_index_sequence<std::variant_size_v<AnyFact>>());
  CHECK(made.has_value(), "there is no kind of fact {}", alternative);
  return *std::move(made);
}

}  // namespace quits::program
