// What is paid beyond what is open: a credit of the payer, until it is set off, paid back, or its
// payment is taken back.
#include <gtest/gtest.h>

#include <functional>

#include "ledger/balances.h"
#include "settlement/invariants/invariants.h"
#include "settlement/runs.h"
#include "settlement/statement.h"
#include "tests/service/example.h"

namespace quits::test {
namespace {

using namespace program;
using settlement::Invoice;

const Currency kEuro = Currency::parse("EUR").value();

// P sells at 10 % and takes courses at 250; what it owes is collected. Q and R owe each other
// something from elsewhere.
class Credits : public testing::Test {
 protected:
  void SetUp() override {
    world_.open_program();
    for (const char* party : {"P", "Q", "R"}) world_.add_partner(party);
    Terms terms = terms_of("EUR", {plan(Rule::flat, Basis::per_event, bands({{"0", "10 %"}}))});
    terms.prices.push_back(
        {"course", Side::principal, Category::training, Decimal::parse("250").value(), "seat", ""});
    terms.payment = {14, 0, Collection::collect};
    world_.agree("p", 1, "P", "2026-01-01", terms);
  }
  void TearDown() override {
    world_.expect_clean();
    world_.reopen();
    world_.expect_clean();
  }

  static Payment payment(const char* payer, const char* payee, const char* amount,
                         const std::string& reference, const char* on = "2026-04-20") {
    return {payer, payee, Decimal::parse(amount).value(), kEuro, day(on), reference, {}};
  }
  // The credit that a payment left.
  Invoice credit_of(Sequence payment) {
    const auto found =
        settlement::invoice_by_number(world_.database(), "CREDIT-" + std::to_string(payment.value));
    EXPECT_TRUE(found) << "entry " << payment.value << " left no credit";
    return found.value_or(Invoice());
  }
  Invoice document(const std::string& number) {
    return settlement::invoice_by_number(world_.database(), number).value();
  }
  std::string code(const Fact& fact, const std::string& actor = "anna") {
    const auto answer = world_.record(fact, "", actor);
    return answer ? "recorded" : std::string(name_of(answer.error().code));
  }
  // March: P owes 250 and it is on the payment list.
  void ask_for_a_course() {
    world_.must(training("P", "2026-03-02", 1));
    world_.close("2026-03");
    world_.settle("2026-03");
  }
  // Opening, paid and carried of P's register row; the statement must say the same.
  std::string standing(const char* period) {
    const auto rows = settlement::register_rows(world_.database(), Period::parse(period).value());
    const settlement::RegisterRow row = rows.size() == 1 ? rows.front() : settlement::RegisterRow{};
    const std::string text = std::to_string(row.opening_minor) + " " +
                             std::to_string(row.paid_minor) + " " +
                             std::to_string(row.carried_minor);
    const auto statement =
        settlement::statement_of(world_.book(), "P", Period::parse(period).value());
    if (!statement || statement->sections.empty()) return text;
    const settlement::StatementSection& section = statement->sections.front();
    EXPECT_EQ(std::to_string(section.opening_minor) + " " + std::to_string(section.paid_minor) +
                  " " + std::to_string(section.closing_minor),
              text);
    return text;
  }
  std::int64_t balance(const char* owner, const char* counterparty, ledger::AccountKind kind) {
    std::int64_t sum = 0;
    for (const ledger::Movement& movement : ledger::movements(world_.database(), std::nullopt)) {
      const ledger::Account& account = movement.account;
      if (account.kind == kind && party_by_number(world_.database(), account.owner)->key == owner &&
          party_by_number(world_.database(), account.counterparty)->key == counterparty) {
        sum += movement.amount_minor;
      }
    }
    return sum;
  }

  World world_;
};

TEST_F(Credits, an_order_paid_with_too_much_leaves_the_rest_to_the_next_settlement) {
  ask_for_a_course();
  const Sequence paid = world_.must(payment("P", "ACME", "300", "PAY-2026-03-00001"));
  const Invoice credit = credit_of(paid);
  EXPECT_EQ(credit.issuer, "P");
  EXPECT_EQ(credit.recipient, "ACME");
  EXPECT_EQ(credit.open_minor, 50'00);
  EXPECT_EQ(credit.due_on, day("2026-04-20"));
  EXPECT_EQ(credit.period.to_string(), "2026-04");
  EXPECT_EQ(document("ACME-2026-00001").open_minor, 0);
  EXPECT_EQ(balance("ACME", "P", ledger::AccountKind::bank), 300'00);
  EXPECT_EQ(balance("ACME", "P", ledger::AccountKind::claim), 0);
  EXPECT_EQ(balance("P", "ACME", ledger::AccountKind::claim), 50'00) << "ACME owes it to P";

  EXPECT_EQ(standing("2026-04"), "5000 0 5000");
  world_.must(training("P", "2026-04-22", 1));
  world_.close("2026-04");
  world_.settle("2026-04");
  EXPECT_EQ(standing("2026-03"), "0 -25000 0") << "as it was settled";
  EXPECT_EQ(standing("2026-04"), "5000 -20000 0") << "of the next course, 50 were paid already";
  EXPECT_EQ(credit_of(paid).open_minor, 0);
  const auto rows = settlement::register_rows(world_.database(), Period::parse("2026-04").value());
  EXPECT_EQ(rows.front().overpaid_minor, 50'00);
  EXPECT_EQ(rows.front().charges_minor, 250'00) << "what was paid too much is nobody's earning";
  EXPECT_EQ(rows.front().earnings_minor, 0);
  const auto statement =
      settlement::statement_of(world_.book(), "P", Period::parse("2026-04").value());
  ASSERT_EQ(statement->sections.front().credits.size(), 1U);
  EXPECT_EQ(statement->sections.front().credits.front().gross_minor, 50'00);
}

TEST_F(Credits, nothing_to_set_it_off_against_is_paid_back) {
  ask_for_a_course();
  world_.must(payment("P", "ACME", "250", "PAY-2026-03-00001"));
  const Sequence twice =
      world_.must(payment("P", "ACME", "250", "PAY-2026-03-00001", "2026-04-21"));
  EXPECT_EQ(credit_of(twice).open_minor, 250'00) << "all of the second payment";
  EXPECT_EQ(settlement::settlement_with_reference(world_.database(), "PAY-2026-03-00001")
                ->row.confirmed_minor,
            -250'00);
  world_.sell("P", "2026-04-22", "100");
  world_.close("2026-04");
  world_.settle("2026-04");
  EXPECT_EQ(standing("2026-04"), "25000 26000 0");
  const auto order = settlement::settlement_with_reference(world_.database(), "PAY-2026-04-00001");
  ASSERT_TRUE(order);
  world_.must(payment("ACME", "P", "260", "PAY-2026-04-00001", "2026-05-05"));
  EXPECT_EQ(credit_of(twice).open_minor, 0);
  EXPECT_EQ(balance("P", "ACME", ledger::AccountKind::claim), 0);
}

TEST_F(Credits, a_number_paid_with_too_much_pays_what_waits_for_its_settlement_too) {
  world_.must(training("P", "2026-03-02", 1));
  world_.close("2026-03");
  const Sequence paid = world_.must(payment("P", "ACME", "251", "ACME-2026-00001", "2026-03-31"));
  EXPECT_EQ(document("ACME-2026-00001").open_minor, 0);
  EXPECT_EQ(credit_of(paid).open_minor, 1'00);
  EXPECT_EQ(credit_of(paid).period.to_string(), "2026-04") << "March is closed";
  EXPECT_EQ(standing("2026-03"), "25000 0 0");
  world_.settle("2026-03");
  EXPECT_EQ(standing("2026-03"), "25000 0 0");
  EXPECT_EQ(standing("2026-04"), "100 0 100");
}

TEST_F(Credits, it_is_paid_back_by_its_number_and_never_more_than_it_is) {
  ask_for_a_course();
  const Sequence paid = world_.must(payment("P", "ACME", "300", "PAY-2026-03-00001"));
  const std::string number = credit_of(paid).number;
  world_.must(payment("ACME", "P", "20", number));
  EXPECT_EQ(credit_of(paid).open_minor, 30'00);
  const Sequence back = world_.must(payment("ACME", "P", "35", number));
  EXPECT_EQ(credit_of(paid).open_minor, 0);
  EXPECT_EQ(credit_of(back).issuer, "ACME") << "five too much, the other way round";
  EXPECT_EQ(credit_of(back).open_minor, 5'00);
}

TEST_F(Credits, a_slip_of_the_pen_is_no_credit) {
  ask_for_a_course();
  EXPECT_EQ(code(payment("P", "ACME", "300", "PAY-2026-03-00010")), "unknown_payment");
  EXPECT_EQ(code(payment("ACME", "P", "300", "ACME-2026-00001")), "party_mismatch");
  EXPECT_EQ(code(payment("Q", "ACME", "300", "ACME-2026-00001")), "party_mismatch");
  Payment dollars = payment("P", "ACME", "300", "ACME-2026-00001");
  dollars.currency = Currency::parse("USD").value();
  EXPECT_EQ(code(dollars), "currency_mismatch");
  world_.must(payment("P", "ACME", "250", "ACME-2026-00001"));
  EXPECT_EQ(code(payment("ACME", "P", "250", "ACME-2026-00001")), "party_mismatch")
      << "paid, and still not owed by ACME";
}

TEST_F(Credits, taking_the_payment_back_takes_its_credit) {
  ask_for_a_course();
  const Sequence paid = world_.must(payment("P", "ACME", "300", "PAY-2026-03-00001"), "paid");
  world_.must(reversal("paid", "2026-04-25"));
  EXPECT_EQ(credit_of(paid).open_minor, 0);
  EXPECT_EQ(document("ACME-2026-00001").open_minor, 250'00);
  EXPECT_EQ(document("ACME-2026-00001").to_pay_minor, 250'00);
  EXPECT_EQ(balance("ACME", "P", ledger::AccountKind::bank), 0);
  EXPECT_EQ(balance("P", "ACME", ledger::AccountKind::claim), 0);
  EXPECT_EQ(standing("2026-04"), "0 0 0");
  EXPECT_EQ(code(payment("ACME", "P", "1", credit_of(paid).number)), "payment_exceeds_open")
      << "nothing is owed under it any more";
  EXPECT_EQ(code(reversal("paid", "2026-04-26")), "already_reversed");
}

TEST_F(Credits, a_credit_in_use_keeps_its_payment) {
  ask_for_a_course();
  world_.must(payment("P", "ACME", "300", "PAY-2026-03-00001"), "paid");
  const Sequence paid = world_.book().find({"test", "paid"}).value();
  world_.must(payment("ACME", "P", "10", credit_of(paid).number), "back");
  EXPECT_EQ(code(reversal("paid", "2026-04-25")), "credit_used");
  world_.must(reversal("back", "2026-04-25"));
  world_.close("2026-04");
  world_.settle("2026-04");
  EXPECT_EQ(credit_of(paid).to_pay_minor, 50'00);
  EXPECT_EQ(code(reversal("paid", "2026-05-02")), "credit_used") << "it is on a payment list";
  world_.must(training("P", "2026-05-03", 1));
  const Sequence next =
      world_.must(payment("P", "ACME", "7", "ACME-2026-00001", "2026-05-03"), "again");
  world_.close("2026-05");
  world_.settle("2026-05");
  EXPECT_EQ(credit_of(next).open_minor, 0);
  EXPECT_EQ(code(reversal("again", "2026-06-02")), "credit_used") << "it was set off";
}

TEST_F(Credits, the_same_payment_twice_in_a_batch_is_one_and_two_payments_are_two) {
  ask_for_a_course();
  const auto once = world_.submission("bank-1", payment("P", "ACME", "250", "PAY-2026-03-00001"));
  const auto other = world_.submission("bank-2", payment("P", "ACME", "250", "PAY-2026-03-00001"));
  const std::vector facts{once, once, other};
  ledger::RecordOptions options;
  options.actor = "anna";
  const auto receipts = world_.book().record(facts, options).receipts;
  ASSERT_EQ(receipts.size(), 3U);
  EXPECT_EQ(receipts[0]->sequence, receipts[1]->sequence);
  EXPECT_TRUE(receipts[1]->repeated);
  EXPECT_FALSE(settlement::invoice_by_number(
      world_.database(), "CREDIT-" + std::to_string(receipts[0]->sequence.value)));
  EXPECT_EQ(credit_of(receipts[2]->sequence).open_minor, 250'00);
  const auto again = world_.record(payment("P", "ACME", "250", "PAY-2026-03-00001"), "bank-2");
  EXPECT_TRUE(again->repeated) << "what the book filled in is no other content";
}

TEST_F(Credits, a_dispute_stays_and_the_rest_is_paid) {
  world_.must(training("P", "2026-03-02", 1));
  world_.close("2026-03");
  DisputeOpened dispute;
  dispute.document = "ACME-2026-00001";
  dispute.line = 1;
  dispute.amount = Decimal::parse("50").value();
  dispute.by = "P";
  dispute.on = day("2026-04-01");
  dispute.reason = DisputeReason::price;
  dispute.text = "agreed on 200";
  world_.must(dispute, "dispute");
  world_.settle("2026-03");
  const Sequence paid = world_.must(payment("P", "ACME", "210", "PAY-2026-03-00001"));
  EXPECT_EQ(document("ACME-2026-00001").disputed_minor, 50'00) << "the order never asked for it";
  EXPECT_EQ(credit_of(paid).open_minor, 10'00);
  DisputeOpened about_credit = dispute;
  about_credit.document = credit_of(paid).number;
  about_credit.line = 0;
  EXPECT_EQ(code(about_credit), "bad_value") << "a credit has no lines";
}

// Between two without an agreement, settling a period has nothing to do.
class CreditsOfDebts : public Credits {
 protected:
  void debt(const char* number, const char* debtor, const char* creditor, const char* amount) {
    ObligationReported reported;
    reported.number = number;
    reported.debtor = debtor;
    reported.creditor = creditor;
    reported.amount = Decimal::parse(amount).value();
    reported.currency = kEuro;
    reported.on = day("2026-03-01");
    reported.reported_by = creditor;
    world_.must(reported);
  }
  void run(const char* key, NettingMode mode = NettingMode::bilateral) {
    RunOpened opened;
    opened.run = key;
    opened.mode = mode;
    opened.on = day("2026-05-01");
    world_.must(opened);
    RunCollected collected;
    collected.run = key;
    world_.must(collected);
    RunProposed proposed;
    proposed.run = key;
    world_.must(proposed);
    world_.must(RunApproved{key, 1}, "", "ben");
    RunPosted posted;
    posted.run = key;
    world_.must(posted);
  }
};

TEST_F(CreditsOfDebts, wait_for_a_run) {
  debt("qr", "Q", "R", "100");
  const Sequence paid = world_.must(payment("Q", "R", "130", "qr"));
  EXPECT_EQ(credit_of(paid).kind, settlement::DocumentKind::lone_credit);
  world_.sell("P", "2026-04-02", "100");
  world_.close("2026-03");
  world_.settle("2026-03");
  world_.close("2026-04");
  world_.settle("2026-04");
  EXPECT_EQ(credit_of(paid).open_minor, 30'00) << "quits settle leaves it";
  debt("more", "Q", "R", "50");
  run("may");
  EXPECT_EQ(credit_of(paid).open_minor, 0);
  EXPECT_EQ(document("more").open_minor, 20'00);
  const auto orders = settlement::orders_of_run(world_.database(), "may");
  ASSERT_EQ(orders.size(), 1U) << "P's sale is settled already";
  EXPECT_EQ(orders.front().order.amount_minor, 20'00);
  const Sequence more = world_.must(payment("Q", "R", "25", "RUN-may-00001", "2026-05-02"));
  EXPECT_EQ(credit_of(more).open_minor, 5'00);
  EXPECT_EQ(settlement::run_by_key(world_.database(), "may")->state, settlement::RunState::settled);
}

TEST_F(CreditsOfDebts, a_run_that_holds_one_keeps_its_payment) {
  debt("qr", "Q", "R", "100");
  world_.must(payment("Q", "R", "130", "qr"), "paid");
  RunOpened opened;
  opened.run = "may";
  opened.mode = NettingMode::bilateral;
  opened.on = day("2026-05-01");
  world_.must(opened);
  RunCollected collected;
  collected.run = "may";
  world_.must(collected);
  EXPECT_EQ(code(reversal("paid", "2026-05-02")), "credit_used");
  world_.must(RunCancelled{"may", "not now"});
  EXPECT_EQ(code(reversal("paid", "2026-05-02")), "recorded");
}

// Found before: verify took the payment of a part for a debt below zero, and the run after it for
// damage.
TEST_F(CreditsOfDebts, a_debt_paid_in_part_is_netted_by_a_run_and_verified) {
  debt("qr", "Q", "R", "100");
  debt("rq", "R", "Q", "80");
  world_.must(payment("Q", "R", "30", "qr"));
  run("may");
  EXPECT_EQ(document("qr").open_minor, 0);
  EXPECT_EQ(document("rq").open_minor, 10'00);
}

TEST_F(CreditsOfDebts, what_the_other_side_refused_is_not_paid) {
  Terms terms = terms_of("EUR", {});
  terms.settlement.confirms_obligations = true;
  world_.agree("r", 1, "R", "2026-01-01", terms);
  debt("no", "R", "Q", "10");
  world_.must(ObligationConfirmed{"no", "R", true, "never ordered"});
  EXPECT_EQ(code(payment("R", "Q", "10", "no")), "payment_exceeds_open");
  // What was paid of it cannot be wiped out by a word.
  debt("half", "R", "Q", "10");
  world_.must(payment("R", "Q", "4", "half"), "four");
  EXPECT_EQ(code(ObligationConfirmed{"half", "R", true, "never ordered"}), "not_reversible");
  world_.must(reversal("four", "2026-04-21"));
  world_.must(ObligationConfirmed{"half", "R", true, "never ordered"});
}

// The first complaint of the invariant about this book when one of its facts were another.
std::string complaint(World& world, Sequence forged, const std::function<void(Fact&)>& change) {
  FactCodec codec;
  const auto invariant = settlement::nothing_takes_more_than_is_open();
  for (std::uint64_t sequence = 1; sequence <= world.book().log().size(); ++sequence) {
    ledger::Record record = world.book().read({sequence});
    if (Sequence{sequence} == forged) {
      Fact fact = codec.decode(record.fact).value();
      change(fact);
      record.fact = codec.encode(fact);
    }
    if (std::string wrong = invariant->check(record); !wrong.empty()) return wrong;
  }
  const auto rest = invariant->finish();
  return rest.empty() ? "" : rest.front();
}

TEST_F(Credits, a_payment_that_is_not_what_it_paid_is_found) {
  ask_for_a_course();
  const Sequence paid = world_.must(payment("P", "ACME", "300", "PAY-2026-03-00001"), "paid");
  EXPECT_EQ(complaint(world_, paid, [](Fact&) {}), "");
  EXPECT_NE(complaint(world_, paid, [](Fact& fact) { std::get<Payment>(fact).credit.reset(); }),
            "");
  EXPECT_NE(
      complaint(world_, paid, [](Fact& fact) { ++std::get<Payment>(fact).credit->amount_minor; }),
      "");
  EXPECT_NE(
      complaint(world_, paid,
                [](Fact& fact) { std::get<Payment>(fact).credit->number = "ACME-2026-00001"; }),
      "");
  EXPECT_NE(complaint(world_, paid,
                      [](Fact& fact) {
                        auto& forged = std::get<Payment>(fact);
                        forged.applied.front().amount_minor += 50'00;
                        forged.credit.reset();
                      }),
            "")
      << "300 of 250 open";
  const Sequence back = world_.must(reversal("paid", "2026-04-25"));
  EXPECT_NE(
      complaint(world_, back,
                [](Fact& fact) { std::get<Reversal>(fact).applied.front().amount_minor -= 1; }),
      "");
}

}  // namespace
}  // namespace quits::test
