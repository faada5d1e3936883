// A document on two payment lists, because a dispute kept a part of it out of the first: each list
// takes its own part of it and no more.
#include <gtest/gtest.h>

#include "tests/service/run_book.h"

namespace quits::test {
namespace {

using namespace program;
using settlement::RunState;

constexpr const char* kFirst = "ACME-2026-00001";   // March: 250.00, of which 100.00 were disputed
constexpr const char* kSecond = "ACME-2026-00002";  // April: 250.00
constexpr const char* kSettled = "PAY-2026-04-00001";
constexpr const char* kRun = "RUN-r-00001";

class PaymentLists : public testing::Test {
 protected:
  void SetUp() override {
    world_.open();
    Terms terms = RunBook::terms();
    terms.payment = {14, 200'00, Collection::collect};
    world_.add("D", terms);
    world_.must(training("D", "2026-03-02", 1));
    world_.close("2026-03");
    DisputeOpened dispute;
    dispute.document = kFirst;
    dispute.amount = Decimal::parse("100").value();
    dispute.by = "D";
    dispute.on = day("2026-04-02");
    dispute.reason = DisputeReason::price;
    dispute.text = "agreed on less";
    world_.must(dispute, "dispute");
    world_.settle("2026-03");  // 150.00 are too little to be paid
    world_.must(training("D", "2026-04-02", 1));
    world_.close("2026-04");
  }
  void TearDown() override {
    world_.expect_clean();
    world_.reopen();
    world_.expect_clean();
  }
  void reject_the_dispute() {
    world_.must(
        DisputeResolved{
            {"", "dispute"}, DisputeOutcome::rejected, "ACME", day("2026-05-03"), "it is so"},
        "", "ben");
  }
  void run() {
    RunOpened run = RunBook::opened("r", NettingMode::bilateral);
    run.on = day("2026-05-04");
    world_.whole(run);
  }
  // The settlement asks for 150.00 of the first invoice and for the second, the run for the rest of
  // the first.
  void ask_twice() {
    world_.settle("2026-04");
    EXPECT_EQ(world_.standing(kFirst), "25000 15000 10000");
    reject_the_dispute();
    run();
    EXPECT_EQ(world_.standing(kFirst), "25000 25000 0");
    EXPECT_EQ(world_.payments("r"), "D>ACME 10000");
  }
  Sequence pay(const char* amount, const std::string& reference, const std::string& id = "") {
    return world_.must(RunBook::payment("D", "ACME", amount, reference), id);
  }
  std::int64_t confirmed() {
    return settlement::settlement_with_reference(world_.database(), kSettled)->row.confirmed_minor;
  }

  RunBook world_;
};

TEST_F(PaymentLists, each_takes_its_own_part_of_a_document) {
  ask_twice();
  pay("150", kSettled, "first");
  EXPECT_EQ(world_.standing(kFirst), "10000 10000 0");
  pay("250", kSettled);
  EXPECT_EQ(world_.standing(kFirst), "10000 10000 0") << "this is the run's";
  EXPECT_EQ(world_.standing(kSecond), "0 0 0");
  EXPECT_EQ(confirmed(), -400'00);
  pay("100", kRun);
  EXPECT_EQ(world_.standing(kFirst), "0 0 0");
  EXPECT_EQ(world_.run("r").state, RunState::settled);
  // What came back is asked for again, under the list that it was paid for.
  world_.must(reversal("first", "2026-05-06"));
  EXPECT_EQ(world_.standing(kFirst), "15000 15000 0");
  pay("150", kSettled);
  EXPECT_EQ(world_.standing(kFirst), "0 0 0");
}

TEST_F(PaymentLists, all_at_once_is_the_same_as_in_parts) {
  ask_twice();
  pay("400", kSettled);
  EXPECT_EQ(world_.standing(kFirst), "10000 10000 0");
  EXPECT_EQ(world_.standing(kSecond), "0 0 0");
  world_.must(RunBook::reversed("r"), "", "ben");
  EXPECT_EQ(world_.standing(kFirst), "10000 0 0") << "free for the next settlement";
}

TEST_F(PaymentLists, the_document_itself_confirms_the_newest_first) {
  ask_twice();
  pay("120", kFirst);
  EXPECT_EQ(world_.run("r").state, RunState::settled);
  EXPECT_EQ(confirmed(), -20'00);
  pay("130", kFirst);
  EXPECT_EQ(confirmed(), -150'00);
  pay("250", kSettled);
  EXPECT_EQ(world_.standing(kSecond), "0 0 0");
}

// The run asks for 150.00 of the first invoice and for the second; the settlement for the rest.
TEST_F(PaymentLists, a_settlement_may_be_newer_than_a_run) {
  run();
  EXPECT_EQ(world_.payments("r"), "D>ACME 40000");
  reject_the_dispute();
  world_.must(training("D", "2026-05-02", 1));
  world_.settle("2026-04");
  world_.close("2026-05");
  world_.settle("2026-05");
  EXPECT_EQ(world_.standing(kFirst), "25000 25000 0");
  pay("100", kFirst);
  EXPECT_EQ(world_.orders("r").front().order.confirmed_minor, 0);
  EXPECT_EQ(settlement::settlement_with_reference(world_.database(), "PAY-2026-05-00001")
                ->row.confirmed_minor,
            -100'00);
}

}  // namespace
}  // namespace quits::test
