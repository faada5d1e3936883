// A program that has a bit of everything, made from a seed: several partners and currencies, tax,
// refunds, late facts, corrections, closed and settled periods, payments. What exports are compared
// with the book on.
#pragma once

#include <array>
#include <random>
#include <string>
#include <vector>

#include "settlement/settlements.h"
#include "tests/service/world.h"

namespace quits::test {

struct RandomPartner {
  const char* key;
  const char* agreement;
  const char* currency;
};

// The last two: a key with blanks and letters that account names cannot have, and a second
// agreement of the first.
inline constexpr std::array kRandomPartners{
    RandomPartner{"NORD", "nord", "EUR"}, RandomPartner{"united kingdom", "uk", "JPY"},
    RandomPartner{"toy-maker x", "toys", "KWD"},
    RandomPartner{"\xC3\x9Cn\xC3\xAF_1.x\xC2\xA0y", "weird", "EUR"},
    RandomPartner{"NORD", "nord in dinars", "KWD"}};

class RandomProgram {
 public:
  RandomProgram(World& world, std::uint32_t seed) : world_(world), random_(seed) {}

  // January to April 2026: facts, some of them late; January to March closed, January and February
  // settled.
  void play(int facts_per_month) {
    begin();
    for (int month = 1; month <= 4; ++month) {
      for (int i = 0; i < facts_per_month; ++i) happen(month, i);
      // The next month begins before this one closes.
      if (month < 4) happen(month + 1, 0);
      if (month > 1) close(month - 1);
    }
  }

 private:
  static program::Terms terms(const RandomPartner& partner) {
    using namespace program;
    Terms made = terms_of(partner.currency, {plan(Rule::marginal, Basis::per_period,
                                                  bands({{"0", "5 %"}, {"1000", "8.5 %"}}))});
    made.fees.push_back(
        {"program fee", Side::principal, 15'000, FeeWhen::active, Category::program_fee});
    made.prices.push_back(
        {"course", Side::principal, Category::training, Decimal::parse("99").value(), "seat", ""});
    made.taxes.push_back(
        {Side::principal, Category::none, TaxCategory::s, Rate::parse("19 %").value(), ""});
    made.taxes.push_back(
        {Side::partner, Category::none, TaxCategory::s, Rate::parse("7.7 %").value(), ""});
    made.payment = {14, 1'000, Collection::collect};
    return made;
  }

  void begin() {
    world_.open_program();
    for (const RandomPartner& partner : kRandomPartners) {
      if (partner.agreement != std::string("nord in dinars")) world_.add_partner(partner.key);
    }
    for (const RandomPartner& partner : kRandomPartners) {
      world_.agree(partner.agreement, 1, partner.key, "2026-01-01", terms(partner));
    }
  }

  int below(int end) { return std::uniform_int_distribution<int>(0, end - 1)(random_); }
  Date in_month(int month) { return Date::of(2026, month, 1 + below(28)).value(); }

  // Mostly this month; sometimes any before, which may be closed by now.
  Date some_day(int month) { return in_month(below(6) == 0 ? 1 + below(month) : month); }

  void happen(int month, int number) {
    const RandomPartner& partner =
        kRandomPartners[static_cast<std::size_t>(below(kRandomPartners.size()))];
    const int what = below(10);
    if (what < 5 || sales_.empty()) {
      sell(partner, some_day(month), number);
    } else if (what < 7) {
      give_back(in_month(month));
    } else if (what == 7) {
      const auto seats = static_cast<std::uint32_t>(1 + below(9));
      world_.must(
          program::TrainingDelivered{partner.agreement, "", "course", seats, some_day(month), ""});
    } else if (what == 8) {
      contribute(partner, some_day(month));
    } else {
      adjust(partner, some_day(month));
    }
  }

  void sell(const RandomPartner& partner, Date on, int number) {
    program::Sale sale = World::sale(partner.key, "2026-01-01", std::to_string(below(900'000)));
    sale.agreement = partner.agreement;
    sale.on = on;
    sale.document = "R; \"" + std::to_string(number) + "\"  \xE2\x80\xA8[2026-13-13] :a:";
    sale.product = "date:2026-99-99, caf\xC3\xA9 \\";
    const std::string id = "sale/" + std::to_string(++sold_);
    world_.must(sale, id);
    sales_.push_back(id);
  }

  void give_back(Date on) {
    const auto at = static_cast<std::size_t>(below(static_cast<int>(sales_.size())));
    const std::string id = sales_[at];
    if (below(2) == 0) {
      // It may be more than is left; then the book refuses, which is fine here.
      world_.record(program::Refund{
          {"test", id}, on, Decimal::from_units(1 + below(1000)).value(), "broken; \"sorry\""});
    } else {
      world_.record(program::Reversal{{"test", id}, on, "wrong", {}, ""});
      sales_.erase(sales_.begin() + static_cast<std::ptrdiff_t>(at));
    }
  }

  void contribute(const RandomPartner& partner, Date on) {
    program::Contribution made;
    made.agreement = partner.agreement;
    made.amount = Decimal::from_units(1 + below(5000)).value();
    made.quantity = Decimal::from_units(1).value();
    made.earner = program::Side::partner;
    made.category = program::Category::marketing;
    made.on = on;
    made.description = "a fair";
    world_.must(made);
  }

  void adjust(const RandomPartner& partner, Date on) {
    program::Adjustment made;
    made.agreement = partner.agreement;
    made.partner = partner.key;
    made.earner = program::Side::principal;
    made.amount = Decimal::from_units(-1 - below(300)).value();
    made.on = on;
    made.reason = "goodwill";
    const std::string id = "adjustment/" + std::to_string(++adjusted_);
    world_.must(made, id);
    world_.must(program::Approval{{"test", id}}, "", "berta");
  }

  void close(int month) {
    const Period period = Period::of(Date::of(2026, month, 1).value());
    world_.close(period.to_string());
    if (month > 2) return;
    world_.settle(period.to_string());
    for (const settlement::PairSettlement& settled :
         settlement::settlements_of(world_.database(), period))
      pay(settled);
  }

  void pay(const settlement::PairSettlement& settled) {
    const std::int64_t paid = settled.row.paid_minor;
    if (settled.row.reference.empty() || below(4) == 0) return;
    const bool by_partner = paid < 0;
    program::Payment payment;
    payment.payer = by_partner ? settled.key.partner : settled.key.principal;
    payment.payee = by_partner ? settled.key.principal : settled.key.partner;
    payment.currency = Currency::from_numeric(settled.key.currency).value();
    payment.amount =
        Decimal::parse(Money(by_partner ? -paid : paid, payment.currency).to_string()).value();
    payment.on = settled.key.period.next().last_day();
    payment.reference = settled.row.reference;
    const std::string id = "payment/" + payment.reference;
    world_.must(payment, id);
    if (below(3) == 0) world_.must(program::Reversal{{"test", id}, payment.on, "bounced", {}, ""});
  }

  World& world_;
  std::mt19937 random_;
  std::vector<std::string> sales_;
  int sold_ = 0;
  int adjusted_ = 0;
};

}  // namespace quits::test
