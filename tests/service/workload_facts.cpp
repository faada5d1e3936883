// What happens next in a random program.
#include <fmt/core.h>

#include <algorithm>

#include "tests/service/example.h"
#include "tests/service/workload.h"

namespace quits::test {

using namespace program;

namespace {

constexpr std::int64_t kMillion = 1'000'000;

}  // namespace

Decimal Workload::any_amount(std::int64_t units_max) {
  const std::int64_t grain = any_of(std::vector<std::int64_t>{1'000, 10'000, 500'000, 1'000'000});
  return Decimal::from_millionths(
      static_cast<std::int64_t>(
          below(static_cast<std::uint64_t>(units_max * kMillion / grain) + 1)) *
      grain);
}

// Mostly in the two months after the last close, sometimes late.
Date Workload::any_date() {
  const Period open =
      ahead_.last_closed() ? ahead_.last_closed()->next() : Period::parse("2026-01").value();
  const int shift = one_in(6) ? -1 - static_cast<int>(below(2)) : static_cast<int>(below(2));
  const Period period = std::clamp(open.plus(shift), Period::parse("2026-01").value(),
                                   Period::parse("2026-09").value());
  return period.first_day().plus_days(static_cast<std::int64_t>(below(28))).value();
}

CommissionPlan Workload::any_plan(const std::string& name) {
  CommissionPlan made;
  made.name = name;
  made.earner = one_in(6) ? Side::principal : Side::partner;
  made.rule = any_of(std::vector{Rule::flat, Rule::marginal, Rule::whole});
  made.basis = any_of(std::vector{Basis::per_event, Basis::per_period, Basis::cumulative});
  if (made.basis == Basis::cumulative)
    made.window = any_of(std::vector{Window::quarter, Window::year, Window::agreement});
  const auto rate = [&] {
    return Rate::from_millionths(static_cast<std::int64_t>(below(41)) * 2'500);
  };  // to 10 % in quarters
  if (one_in(4)) made.earned_when = EarnedWhen::paid;
  made.bands.push_back({Decimal(), rate()});
  const std::uint64_t more = made.rule == Rule::flat ? 0 : 1 + below(3);
  std::int64_t from = 0;
  for (std::uint64_t i = 0; i < more; ++i) {
    from += 1'000 + any_amount(800).millionths();
    made.bands.push_back({Decimal::from_millionths(from), rate()});
  }
  return made;
}

// `salt` keeps what belongs to an agreement for all its versions: the earner, the basis and the
// window of its plans.
Terms Workload::any_terms(Currency currency, const std::string& salt) {
  Terms terms = terms_of(std::string(currency.code()), {any_plan("special"), any_plan("standard")});
  terms.title = salt;
  terms.plans[0].covers.products = {"X"};
  terms.plans[1].covers.except_products = {"Z"};
  const std::int64_t unit = std::int64_t{currency.exponent() == 0   ? 1
                                         : currency.exponent() == 2 ? 100
                                                                    : 1000};
  if (!one_in(3)) {
    const FeeWhen when = one_in(2) ? FeeWhen::active : FeeWhen::every_period;
    terms.fees.push_back({"program fee", one_in(4) ? Side::partner : Side::principal,
                          static_cast<std::int64_t>(below(30)) * unit, when,
                          Category::program_fee});
  }
  const Side trainer = one_in(3) ? Side::partner : Side::principal;
  terms.prices.push_back({"course", trainer, Category::training, any_amount(60), "seat", ""});
  if (one_in(2)) {
    terms.prices.back().cancellation = {{30, Rate::from_millionths(250'000)},
                                        {14, Rate::from_millionths(333'333)},
                                        {7, Rate::from_millionths(Rate::kWhole)}};
  }
  if (one_in(2))
    terms.taxes.push_back(
        {Side::principal, Category::none, TaxCategory::s,
         Rate::from_millionths(any_of(std::vector<std::int64_t>{190'000, 77'000})), ""});
  if (one_in(2))
    terms.taxes.push_back(
        {Side::partner, Category::none, TaxCategory::ae, Rate(), "Reverse charge"});
  terms.payment.due_days = static_cast<std::uint32_t>(below(45));
  terms.payment.minimum_payout_minor = one_in(2) ? 0 : static_cast<std::int64_t>(below(40)) * unit;
  terms.payment.collection = one_in(2) ? Collection::carry : Collection::collect;
  terms.rounding = one_in(3) ? Rounding::half_even : Rounding::half_away_from_zero;
  return terms;
}

void Workload::open() {
  const auto both = [&](const Fact& fact) {
    const Planned one = planned(fact);
    world_.must(fact, one.id.external_id, one.actor);
    EXPECT_EQ(model_.record(one.id, fact, one.actor), std::nullopt);
  };
  both(BookOpened{"Random program", "ACME"});
  both(PartyRegistered{"ACME", "ACME Ltd", "", "", true});
  for (const char* partner : {"P1", "P2", "P3"})
    both(PartyRegistered{partner, "Partner", "", "", false});
  const char* codes[] = {"EUR", "JPY", "KWD"};
  // P3 has two agreements in one currency with ACME; P1 runs a program of its own with P2.
  const std::tuple<const char*, const char*, const char*> pairs[] = {{"a1", "ACME", "P1"},
                                                                     {"a2", "ACME", "P2"},
                                                                     {"a3", "ACME", "P3"},
                                                                     {"b3", "ACME", "P3"},
                                                                     {"c2", "P1", "P2"}};
  Currency shared = Currency::parse(codes[below(3)]).value();
  const bool is_one_currency = one_in(2);  // then partners can share commissions
  for (const auto& [agreement, principal, partner] : pairs) {
    const bool is_new = std::string(agreement) != "b3" && !is_one_currency;
    if (is_new) shared = Currency::parse(codes[below(3)]).value();
    both(AgreementProposed{agreement, 1, principal, partner, day("2026-01-01"), principal,
                           any_terms(shared, agreement)});
    both(AgreementAccepted{agreement, 1, partner});
    agreements_.push_back(agreement);
    partner_of_[agreement] = partner;
  }
  ahead_ = model_;
}

Workload::Planned Workload::planned(Fact fact) {
  const std::string actor = any_of(std::vector<std::string>{"anna", "bert"});
  return {{"test", fmt::format("{}-{}", below(1000), ++made_)}, std::move(fact), actor};
}

Fact Workload::any_sale() {
  Sale sale;
  sale.agreement = any_agreement();
  sale.seller = partner_of_[sale.agreement];
  sale.on = any_date();
  sale.amount = any_amount(400);
  sale.product = any_of(std::vector<std::string>{"X", "Y", "Y", "Y", "Z"});
  sale.quantity = any_amount(9);
  if (one_in(4)) sale.split = any_split();
  if (one_in(8)) {
    sale.amount = Decimal::from_millionths(sale.amount.millionths() + 1'000);
    return Credit{sale};
  }
  return sale;
}

// Of two or three parties, the seller among them or not; now and then not 100 % together, or one
// that has no agreement, or two.
std::vector<Share> Workload::any_split() {
  std::vector<Share> split;
  std::int64_t left = one_in(12) ? Rate::kWhole - 1 : Rate::kWhole;
  const bool has_third = one_in(8);
  for (const char* party : {"P1", "P3"}) {
    if (std::string(party) == "P3" && !has_third) continue;
    const auto share = static_cast<std::int64_t>(1 + below(500'000));
    split.push_back({party, Rate::from_millionths(share)});
    left -= share;
  }
  split.push_back({one_in(20) ? "ACME" : "P2", Rate::from_millionths(left)});
  return split;
}

FactRef Workload::any_entry() {
  // Recent ones are more likely, so that some are corrected more than once.
  const auto& entries = ahead_.entries();
  const std::size_t back = std::min<std::size_t>(below(entries.size()), below(40));
  return {"test", entries[entries.size() - 1 - back].id.external_id};
}

Fact Workload::any_correction() {
  const FactRef of = any_entry();
  if (one_in(3)) {
    Reversal made = reversal(of.id, "2026-01-01");
    made.on = any_date();
    return made;
  }
  const auto& entries = ahead_.entries();
  const auto target = std::find_if(entries.begin(), entries.end(), [&](const ModelEntry& one) {
    return one.id.external_id == of.id;
  });
  if (std::holds_alternative<Adjustment>(target->fact)) return Approval{of};
  Decimal amount = any_amount(200);
  if (const auto* sale = std::get_if<Sale>(&target->fact)) {
    const std::int64_t thirds =
        sale->amount.millionths() / 3 * static_cast<std::int64_t>(1 + below(3));
    amount = one_in(2) ? sale->amount : Decimal::from_millionths(thirds);
  }
  if (amount.is_zero()) amount = Decimal::from_millionths(1'000);
  if (one_in(2)) return CustomerPayment{of, any_date(), amount, ""};
  const RefundKind why = one_in(4) ? RefundKind::chargeback : RefundKind::returned;
  return Refund{of, any_date(), amount, "", why};
}

Fact Workload::any_payment() {
  Payment made;
  made.on = any_date();
  const auto& settlements = ahead_.settlements();
  const auto& invoices = ahead_.invoices();
  std::int64_t most = 0;
  bool is_owed_to_issuer = true;
  const ModelInvoice* invoice = nullptr;
  if (!settlements.empty() && one_in(2)) {
    const SettlementPosted& posted = any_of(settlements).posted;
    for (const SetOff& set_off : posted.invoices) {
      if (set_off.to_pay_minor == 0) continue;
      invoice = &*std::find_if(invoices.begin(), invoices.end(), [&](const ModelInvoice& one) {
        return one.number == set_off.invoice;
      });
      is_owed_to_issuer = set_off.to_pay_minor > 0;
      most += std::abs(ahead_.to_pay(set_off.invoice));
    }
    made.reference = posted.payment_reference;
  }
  if (invoice == nullptr) {
    if (invoices.empty()) return any_sale();
    invoice = &any_of(invoices);
    made.reference = invoice->number;
    is_owed_to_issuer = invoice->gross >= 0;
    most = std::abs(ahead_.open(invoice->number));
  }
  made.payee = is_owed_to_issuer ? invoice->issuer : invoice->recipient;
  made.payer = is_owed_to_issuer ? invoice->recipient : invoice->issuer;
  made.currency = invoice->currency;
  if (one_in(5)) most += 1 + static_cast<std::int64_t>(below(20'000));  // too much
  const std::int64_t minor =
      one_in(3) ? most : 1 + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(most) + 1));
  made.amount =
      Decimal::parse(Money(std::max<std::int64_t>(minor, 1), made.currency).to_string()).value();
  return made;
}

// Asks to give up a part or all of a document, or approves what somebody asked for.
Fact Workload::any_write_off() {
  const auto& invoices = ahead_.invoices();
  if (invoices.empty()) return any_sale();
  const auto& asked = ahead_.write_offs();
  if (!asked.empty() && one_in(2))
    return WriteOffApproved{{"test", any_of(asked).request.external_id}, any_date(), "", 0};
  const ModelInvoice& invoice = any_of(invoices);
  WriteOffRequested made;
  made.document = invoice.number;
  made.on = any_date();
  made.reason = "given up";
  const std::int64_t free =
      std::abs(ahead_.open(invoice.number) - ahead_.to_pay(invoice.number));
  const auto minor = 1 + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(free) + 1));
  if (!one_in(3)) made.amount = Decimal::parse(Money(minor, invoice.currency).to_string()).value();
  return made;
}

Fact Workload::any_month_end() {
  const Period first = Period::parse("2026-01").value();
  const bool settles = ahead_.last_closed() &&
                       (!ahead_.last_settled() || *ahead_.last_settled() < *ahead_.last_closed());
  const int slip = one_in(8) ? static_cast<int>(below(3)) - 1 : 0;  // now and then the wrong month
  if (settles && !one_in(3)) {
    const Period due = (ahead_.last_settled() ? ahead_.last_settled()->next() : first).plus(slip);
    return PeriodSettled{
        due, due.next().first_day().plus_days(static_cast<std::int64_t>(below(40))).value(), 0};
  }
  const Period due = (ahead_.last_closed() ? ahead_.last_closed()->next() : first).plus(slip);
  if (due > Period::parse("2026-09").value()) return any_sale();
  return PeriodClosed{due, 0, ""};
}

Fact Workload::any_fact() {
  const std::uint64_t kind = below(100);
  if (kind < 52) return any_sale();
  if (kind < 73) return any_correction();
  if (kind < 75) {
    TrainingCancelled made;
    made.agreement = any_agreement();
    made.item = "course";
    made.seats = static_cast<std::uint32_t>(1 + below(5));
    made.on = any_date();
    made.planned_on = made.on.plus_days(static_cast<std::int64_t>(below(45))).value();
    return made;
  }
  if (kind < 79) {
    TrainingDelivered made = training("", "2026-01-01", static_cast<std::uint32_t>(1 + below(5)));
    made.agreement = any_agreement();
    made.on = any_date();
    return made;
  }
  if (kind < 84) {
    Contribution made = contribution("", "2026-01-01", "1", one_in(2));
    made.agreement = any_agreement();
    made.earner = one_in(2) ? Side::partner : Side::principal;
    made.amount = any_amount(90);
    made.on = any_date();
    return made;
  }
  if (kind < 89) {
    Adjustment made = adjustment("", "2026-01-01", "1");
    made.agreement = any_agreement();
    made.amount = Decimal::from_millionths((static_cast<std::int64_t>(below(200)) - 100) * 500'000 +
                                           1'000'000);
    if (made.amount.is_zero()) made.amount = Decimal::from_millionths(kMillion);
    made.on = any_date();
    return made;
  }
  if (kind < 91) return any_write_off();
  return kind < 95 ? any_payment() : any_month_end();
}

// The next version of an agreement, from a day that is still open. Plans keep their names, basis
// and window.
std::vector<Fact> Workload::new_version() {
  const std::string agreement = any_agreement();
  const ModelVersion* last = nullptr;
  for (const ModelVersion& version : model_.versions()) {
    if (version.proposal.agreement == agreement) last = &version;
  }
  AgreementProposed next = last->proposal;
  ++next.version;
  const Period open =
      model_.last_closed() ? model_.last_closed()->next() : Period::parse("2026-01").value();
  const Date from = open.first_day().plus_days(static_cast<std::int64_t>(below(40))).value();
  next.effective_from = std::max(from, last->proposal.effective_from);
  next.terms = any_terms(last->proposal.terms.currency, agreement);
  for (std::size_t i = 0; i < next.terms.plans.size(); ++i) {
    const CommissionPlan& before = last->proposal.terms.plans[i];
    next.terms.plans[i].earner = before.earner;
    next.terms.plans[i].basis = before.basis;
    next.terms.plans[i].window = before.window;
  }
  const std::string other = next.proposed_by == next.principal ? next.partner : next.principal;
  return {next, AgreementAccepted{agreement, next.version, other}};
}

// A new fact, or one that was sent before, as it was or changed.
Workload::Planned Workload::next() {
  const auto& entries = ahead_.entries();
  if (one_in(12)) {
    const ModelEntry& before = any_of(entries);
    return {before.id, before.fact, before.actor};
  }
  if (one_in(20)) return {any_of(entries).id, any_sale(), "anna"};
  return planned(any_fact());
}

}  // namespace quits::test
