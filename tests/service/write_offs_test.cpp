// What is given up of a document: asked for by one person, approved by another, open again when it
// is taken back.
#include <gtest/gtest.h>

#include <functional>

#include "base/failure.h"
#include "ledger/balances.h"
#include "settlement/invariants/invariants.h"
#include "settlement/statement.h"
#include "tests/service/example.h"

namespace quits::test {
namespace {

using namespace program;

const Currency kEuro = Currency::parse("EUR").value();

// P owes 250.00 for a course on ACME-2026-00001, closed and not settled; ACME owes P 30.00 on
// P-2026-00001.
class WriteOffs : public testing::Test {
 protected:
  void SetUp() override {
    world_.open_program();
    world_.add_partner("P");
    Terms terms = terms_of("EUR", {plan(Rule::flat, Basis::per_event, bands({{"0", "10 %"}}))});
    terms.prices.push_back(
        {"course", Side::principal, Category::training, Decimal::parse("250").value(), "seat", ""});
    world_.agree("p", 1, "P", "2026-01-01", terms);
    world_.must(training("P", "2026-03-02", 1));
    world_.sell("P", "2026-03-03", "300");
    world_.close("2026-03");
  }
  void TearDown() override {
    world_.expect_clean();
    world_.reopen();
    world_.expect_clean();
  }

  static WriteOffRequested requested(const std::string& number, const char* amount) {
    return {number, *amount == '\0' ? std::nullopt : std::optional(Decimal::parse(amount).value()),
            day("2026-04-10"), "insolvent"};
  }
  static WriteOffApproved approved(const std::string& request) {
    return {{"", request}, day("2026-04-11"), "", 0};
  }
  std::int64_t open(const std::string& number = "ACME-2026-00001") {
    return settlement::invoice_by_number(world_.database(), number)->open_minor;
  }
  std::string code(const Fact& fact, const std::string& actor = "anna") {
    const auto answer = world_.record(fact, "", actor);
    return answer ? "recorded" : std::string(name_of(answer.error().code));
  }
  // All postings of a kind on the accounts between the two, from ACME's side.
  std::int64_t in_the_book_of_acme(ledger::AccountKind kind) {
    std::int64_t sum = 0;
    for (const ledger::Movement& movement : ledger::movements(world_.database(), std::nullopt)) {
      if (movement.account.kind != kind) continue;
      const bool own = party_by_number(world_.database(), movement.account.owner)->key == "ACME";
      sum += own ? movement.amount_minor : -movement.amount_minor;
    }
    return sum;
  }
  settlement::RegisterRow row(const char* period) {
    const auto rows = settlement::register_rows(world_.database(), Period::parse(period).value());
    return rows.size() == 1 ? rows.front() : settlement::RegisterRow{};
  }

  World world_;
};

TEST_F(WriteOffs, need_two_persons_and_post_the_loss) {
  const std::int64_t claims = in_the_book_of_acme(ledger::AccountKind::claim);
  world_.must(requested("ACME-2026-00001", "40"), "w");
  EXPECT_EQ(open(), 250'00) << "nothing is posted yet";
  EXPECT_EQ(code(approved("w")), "same_person");
  EXPECT_EQ(open(), 250'00);
  world_.must(approved("w"), "yes", "ben");
  EXPECT_EQ(open(), 210'00);
  EXPECT_EQ(in_the_book_of_acme(ledger::AccountKind::claim), claims - 40'00);
  EXPECT_EQ(in_the_book_of_acme(ledger::AccountKind::writeoff), 40'00)
      << "a loss of ACME, a gain of P";
  EXPECT_EQ(code(approved("w"), "ben"), "not_pending");
  EXPECT_EQ(code(approved("nothing"), "ben"), "unknown_write_off");
  EXPECT_EQ(code(requested("ACME-2026-00009", "1")), "unknown_invoice");
}

TEST_F(WriteOffs, lower_what_the_next_settlement_finds) {
  world_.must(requested("ACME-2026-00001", "40"), "w");
  world_.must(approved("w"), "yes", "ben");
  EXPECT_EQ(row("2026-03").opening_minor, 40'00) << "less is owed than was charged";
  world_.settle("2026-03");
  EXPECT_EQ(row("2026-03").carried_minor, -180'00);
  EXPECT_EQ(row("2026-04").written_off_minor, -40'00) << "of what P owed";
  EXPECT_EQ(row("2026-04").opening_minor, -180'00);
  const auto statement =
      settlement::statement_of(world_.book(), "P", Period::parse("2026-04").value());
  ASSERT_EQ(statement->sections.size(), 1U);
  ASSERT_EQ(statement->sections.front().write_offs.size(), 1U);
  const settlement::WriteOffStory& story = statement->sections.front().write_offs.front();
  EXPECT_EQ(story.reason, "insolvent");
  EXPECT_EQ(story.requested_by, "anna");
  EXPECT_EQ(story.approved_by, "ben");
  EXPECT_EQ(story.write_off.amount_minor, 40'00);
}

TEST_F(WriteOffs, take_all_that_is_free_where_no_amount_is_said) {
  world_.must(requested("ACME-2026-00001", ""), "w");
  world_.must(approved("w"), "yes", "ben");
  EXPECT_EQ(open(), 0);
  EXPECT_EQ(code(requested("ACME-2026-00001", "")), "write_off_exceeds_open");
  world_.settle("2026-03");
  EXPECT_EQ(row("2026-03").paid_minor, 30'00) << "there is nothing left to set it off against";
}

TEST_F(WriteOffs, never_take_more_than_is_open) {
  EXPECT_EQ(code(requested("ACME-2026-00001", "250.01")), "write_off_exceeds_open");
  EXPECT_EQ(code(requested("ACME-2026-00001", "0.001")), "inexact");
  WriteOffRequested early = requested("ACME-2026-00001", "1");
  early.on = day("2026-03-30");
  EXPECT_EQ(code(early), "date_out_of_range") << "before it was issued";
  // What was asked for may be gone when it is approved.
  world_.must(requested("ACME-2026-00001", "250"), "w");
  world_.must(Payment{
      "P", "ACME", Decimal::parse("1").value(), kEuro, day("2026-04-10"), "ACME-2026-00001", {}});
  EXPECT_EQ(code(approved("w"), "ben"), "write_off_exceeds_open");
}

TEST_F(WriteOffs, leave_what_is_disputed_asked_for_or_held) {
  DisputeOpened dispute;
  dispute.document = "ACME-2026-00001";
  dispute.amount = Decimal::parse("50").value();
  dispute.by = "P";
  dispute.on = day("2026-04-01");
  dispute.reason = DisputeReason::price;
  dispute.text = "agreed on 200";
  world_.must(dispute, "dispute");
  EXPECT_EQ(code(requested("ACME-2026-00001", "201")), "write_off_exceeds_open");
  world_.must(requested("ACME-2026-00001", "200"), "w");
  RunOpened opened;
  opened.run = "april";
  opened.mode = NettingMode::bilateral;
  opened.on = day("2026-04-05");
  world_.must(opened);
  RunCollected collected;
  collected.run = "april";
  world_.must(collected);
  EXPECT_EQ(code(requested("ACME-2026-00001", "1")), "held_by_run");
  EXPECT_EQ(code(approved("w"), "ben"), "held_by_run");
  world_.must(RunCancelled{"april", "not now"});
  world_.must(approved("w"), "yes", "ben");
  EXPECT_EQ(open(), 50'00);
  EXPECT_EQ(settlement::invoice_by_number(world_.database(), "ACME-2026-00001")->disputed_minor,
            50'00);
  world_.settle("2026-03");
  EXPECT_EQ(settlement::invoice_by_number(world_.database(), "P-2026-00001")->to_pay_minor, 30'00);
  EXPECT_EQ(code(requested("P-2026-00001", "30")), "write_off_exceeds_open")
      << "it is on a payment list";
}

TEST_F(WriteOffs, taken_back_are_open_again) {
  const std::int64_t claims = in_the_book_of_acme(ledger::AccountKind::claim);
  world_.must(requested("ACME-2026-00001", "40"), "w");
  world_.must(approved("w"), "yes", "ben");
  world_.must(reversal("yes", "2026-05-02"), "back");
  EXPECT_EQ(open(), 250'00);
  EXPECT_EQ(in_the_book_of_acme(ledger::AccountKind::claim), claims);
  EXPECT_EQ(in_the_book_of_acme(ledger::AccountKind::writeoff), 0);
  EXPECT_EQ(code(reversal("yes", "2026-05-03")), "already_reversed");
  EXPECT_EQ(code(approved("w"), "ben"), "not_pending") << "whoever wants it again asks again";
  EXPECT_EQ(row("2026-04").written_off_minor, 0);
  const auto stories = settlement::write_offs_of(world_.book(), "P", std::nullopt);
  ASSERT_EQ(stories.size(), 1U);
  EXPECT_EQ(settlement::state_of(stories.front().write_off), "reversed");
}

TEST_F(WriteOffs, give_up_a_credit_of_a_payment_too) {
  const Sequence paid = world_.must(Payment{"P",
                                            "ACME",
                                            Decimal::parse("260").value(),
                                            kEuro,
                                            day("2026-04-10"),
                                            "ACME-2026-00001",
                                            {}},
                                    "paid");
  const std::string number = "CREDIT-" + std::to_string(paid.value);
  world_.must(requested(number, ""), "w");
  world_.must(approved("w"), "yes", "ben");
  EXPECT_EQ(open(number), 0);
  EXPECT_EQ(in_the_book_of_acme(ledger::AccountKind::writeoff), -10'00)
      << "P gave it up: a gain of ACME";
  EXPECT_EQ(code(reversal("paid", "2026-04-12")), "credit_used");
  world_.must(reversal("yes", "2026-04-12"));
  EXPECT_EQ(code(reversal("paid", "2026-04-12")), "recorded");
}

TEST_F(WriteOffs, by_one_person_or_of_something_else_are_found) {
  const Sequence asked = world_.must(requested("ACME-2026-00001", "40"), "w");
  const Sequence given = world_.must(approved("w"), "yes", "ben");
  const auto complaint = [&](const std::function<void(ledger::Record&, Fact&)>& change) {
    FactCodec codec;
    const auto invariant = settlement::nothing_takes_more_than_is_open();
    for (std::uint64_t sequence = 1; sequence <= world_.book().log().size(); ++sequence) {
      ledger::Record record = world_.book().read({sequence});
      if (Sequence{sequence} == given) {
        Fact fact = codec.decode(record.fact).value();
        change(record, fact);
        record.fact = codec.encode(fact);
      }
      if (std::string wrong = invariant->check(record); !wrong.empty()) return wrong;
    }
    return std::string();
  };
  EXPECT_EQ(complaint([](ledger::Record&, Fact&) {}), "");
  EXPECT_NE(complaint([](ledger::Record& record, Fact&) { record.actor = "anna"; }), "");
  EXPECT_NE(complaint([](ledger::Record& record, Fact&) { record.relates_to = {1}; }), "");
  EXPECT_NE(complaint([](ledger::Record& record, Fact&) { record.postings.pop_back(); }), "");
  EXPECT_NE(complaint([](ledger::Record&, Fact& fact) {
              std::get<WriteOffApproved>(fact).amount_minor = 41'00;
            }),
            "");
  EXPECT_TRUE(asked);
}

// A book whose register lost a document: the file is damaged, and that is said.
TEST(DamagedRegister, is_told_by_what_needs_the_missing_document) {
  World world;
  fill_example(world);
  ObligationReported debt;
  debt.number = "bill";
  debt.debtor = "NORD";
  debt.creditor = "SUED";
  debt.amount = Decimal::parse("40").value();
  debt.currency = kEuro;
  debt.on = day("2026-04-01");
  debt.reported_by = "SUED";
  world.must(debt);
  world.must(WriteOffRequested{"bill", std::nullopt, day("2026-04-10"), "insolvent"}, "w");
  const Payment payment{"NORD", "SUED", Decimal::parse("50").value(), kEuro, day("2026-04-20"),
                        "bill", {}};
  const Sequence paid = world.must(payment, "p");
  world.database().execute("DELETE FROM invoice WHERE number IN ('bill', 'CREDIT-" +
                           std::to_string(paid.value) + "')");
  world.reopen();
  const auto code = [&](const Fact& fact) {
    try {
      const auto answer = world.record(fact, "", "ben");
      return answer ? Code::usage : answer.error().code;
    } catch (const Failure& failure) {
      return failure.code();
    }
  };
  EXPECT_EQ(code(WriteOffApproved{{"", "w"}, day("2026-04-21"), "", 0}), Code::corrupt);
  EXPECT_EQ(code(reversal("p", "2026-04-21")), Code::corrupt);
}

}  // namespace
}  // namespace quits::test
