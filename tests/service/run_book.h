// A program whose partners agreed to net among many, and short ways through a settlement run.
#pragma once

#include <string>
#include <vector>

#include "settlement/runs.h"
#include "tests/service/example.h"

namespace quits::test {

// ACME runs the book; A, B and C earn 10 % of what they sell and pay 250.00 for a course, without
// tax.
class RunBook : public World {
 public:
  explicit RunBook(storage::FaultPlan* faults = nullptr) : World(faults) {}

  void open() {
    open_program();
    for (const char* party : {"A", "B", "C"}) add(party, terms());
  }
  static program::Terms terms() {
    using namespace program;
    Terms terms = terms_of("EUR", {plan(Rule::flat, Basis::per_event, bands({{"0", "10 %"}}))});
    terms.prices.push_back(
        {"course", Side::principal, Category::training, Decimal::parse("250").value(), "seat", ""});
    terms.payment = {14, 0, Collection::collect};
    terms.settlement.netting = {NettingMode::multilateral, NettingMode::centre};
    return terms;
  }
  void add(const std::string& party, const program::Terms& terms) {
    add_partner(party);
    agree("with " + party, 1, party, "2026-01-01", terms);
  }

  static program::ObligationReported debt(const std::string& number, const std::string& debtor,
                                          const std::string& creditor, const char* amount,
                                          const char* currency = "EUR") {
    program::ObligationReported reported;
    reported.number = number;
    reported.debtor = debtor;
    reported.creditor = creditor;
    reported.amount = Decimal::parse(amount).value();
    reported.currency = Currency::parse(currency).value();
    reported.on = day("2026-03-01");
    reported.due_on = day("2026-03-31");
    reported.reported_by = creditor;
    return reported;
  }
  static program::RunOpened opened(const std::string& run,
                                   program::NettingMode mode = program::NettingMode::multilateral) {
    program::RunOpened fact;
    fact.run = run;
    fact.mode = mode;
    fact.on = day("2026-04-01");
    if (mode == program::NettingMode::centre) fact.centre = "ACME";
    return fact;
  }
  template <class Step>
  static Step step(const std::string& run) {
    Step fact;
    fact.run = run;
    return fact;
  }
  static program::RunReversed reversed(const std::string& run) {
    program::RunReversed fact;
    fact.run = run;
    fact.reason = "wrong cut-off";
    return fact;
  }
  static program::Payment payment(const std::string& payer, const std::string& payee,
                                  const char* amount, const std::string& reference,
                                  const char* currency = "EUR") {
    return {payer,
            payee,
            Decimal::parse(amount).value(),
            Currency::parse(currency).value(),
            day("2026-04-20"),
            reference,
            {}};
  }

  // Opened, collected and proposed by anna.
  void propose(const program::RunOpened& fact) {
    must(fact);
    must(step<program::RunCollected>(fact.run));
    must(step<program::RunProposed>(fact.run));
  }
  void approve_and_post(const std::string& run, std::uint32_t proposal = 1) {
    must(program::RunApproved{run, proposal}, "", "ben");
    must(step<program::RunPosted>(run));
  }
  void whole(const program::RunOpened& fact) {
    propose(fact);
    approve_and_post(fact.run);
  }

  settlement::Invoice document(const std::string& number) {
    return settlement::invoice_by_number(database(), number).value_or(settlement::Invoice{});
  }
  // "open, of it on payment lists, of it disputed" in minor units.
  std::string standing(const std::string& number) {
    const settlement::Invoice known = document(number);
    return std::to_string(known.open_minor) + " " + std::to_string(known.to_pay_minor) + " " +
           std::to_string(known.disputed_minor);
  }
  settlement::RunRow run(const std::string& key) {
    return settlement::run_by_key(database(), key).value_or(settlement::RunRow{});
  }
  std::vector<settlement::NamedOrder> orders(const std::string& run) {
    return settlement::orders_of_run(database(), run);
  }
  // "A>B 3000, B>C 1000"
  std::string payments(const std::string& run) {
    std::string text;
    for (const settlement::NamedOrder& named : orders(run)) {
      text += (text.empty() ? "" : ", ") + named.order.payer + ">" + named.order.payee + " " +
              std::to_string(named.order.amount_minor);
    }
    return text;
  }
  // The code of its refusal, or "recorded".
  std::string code(const program::Fact& fact, const std::string& actor = "anna") {
    const auto answer = record(fact, "", actor);
    return answer ? "recorded" : std::string(name_of(answer.error().code));
  }
  template <class Held>
  Held read_as(Sequence entry) {
    program::FactCodec codec;
    return std::get<Held>(codec.decode(book().read(entry).fact).value());
  }
};

}  // namespace quits::test
