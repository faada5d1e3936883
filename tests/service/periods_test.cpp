// Periods close in order and stay closed; late facts keep their date and go into the open period.
#include "ledger/periods.h"

#include <gtest/gtest.h>

#include <map>

#include "base/int128.h"
#include "ledger/balances.h"
#include "tests/service/example.h"

namespace quits::test {
namespace {

using program::PeriodClosed;
using program::PeriodSettled;

Code refused_close(World& world, const char* period) {
  const auto receipt = world.record(PeriodClosed{Period::parse(period).value(), 0, ""});
  return receipt ? Code::usage : receipt.error().code;
}

Code refused_settle(World& world, const char* period, const char* on = "2026-10-01") {
  const auto receipt = world.record(PeriodSettled{Period::parse(period).value(), day(on), 0});
  return receipt ? Code::usage : receipt.error().code;
}

TEST(Periods, close_in_order_and_once) {
  World world;
  open_example(world);
  EXPECT_EQ(refused_close(world, "2026-03"), Code::unknown_period) << "nothing was posted yet";
  world.sell("NORD", "2026-03-02", "100");
  world.sell("NORD", "2026-05-02", "100");
  EXPECT_EQ(refused_close(world, "2026-04"), Code::period_order);
  EXPECT_EQ(refused_close(world, "2026-02"), Code::period_order);
  world.close("2026-03");
  EXPECT_EQ(refused_close(world, "2026-03"), Code::period_closed);
  EXPECT_EQ(refused_close(world, "2026-02"), Code::period_closed);
  EXPECT_EQ(refused_close(world, "2026-05"), Code::period_order);
  world.close("2026-04");  // nothing in it but the order
  world.close("2026-05");
  EXPECT_EQ(ledger::closed_periods(world.database()).size(), 3U);
  EXPECT_EQ(refused_close(world, "2026-07"), Code::period_order);
  world.close("2026-06");
  for (const char* period : {"2026-07", "2026-08", "2026-09", "2026-10"}) world.close(period);
  EXPECT_EQ(refused_close(world, "2026-11"), Code::period_not_ended);
  world.expect_clean();
}

TEST(Periods, close_on_the_day_after_their_last) {
  World world;
  open_example(world);
  world.sell("NORD", "2026-03-02", "100");
  world.clock().set(Timestamp::parse("2026-11-30T23:59:59.999999Z").value());
  for (const char* period :
       {"2026-03", "2026-04", "2026-05", "2026-06", "2026-07", "2026-08", "2026-09", "2026-10"})
    world.close(period);
  EXPECT_EQ(refused_close(world, "2026-11"), Code::period_not_ended);
  world.clock().advance(1);
  world.close("2026-11");
}

TEST(Periods, settle_in_order_and_once_after_they_closed) {
  World world;
  open_example(world);
  world.sell("NORD", "2026-03-02", "100");
  EXPECT_EQ(refused_settle(world, "2026-03"), Code::period_order);
  world.close("2026-03");
  world.close("2026-04");
  EXPECT_EQ(refused_settle(world, "2026-04"), Code::settle_order);
  EXPECT_EQ(refused_settle(world, "2026-02"), Code::settle_order);
  EXPECT_EQ(refused_settle(world, "2026-03", "2026-03-31"), Code::date_out_of_range);
  world.settle("2026-03");
  EXPECT_EQ(refused_settle(world, "2026-03"), Code::already_settled);
  EXPECT_EQ(refused_settle(world, "2026-05"), Code::period_order);
  world.settle("2026-04");
  world.expect_clean();
}

TEST(Periods, a_late_fact_keeps_its_date_and_is_posted_in_the_oldest_open_period) {
  World world;
  open_example(world);
  world.sell("NORD", "2026-03-02", "900");
  world.close("2026-03");
  const ledger::Record late = world.book().read(world.sell("NORD", "2026-03-30", "200"));
  EXPECT_EQ(late.effective, day("2026-03-30"));
  EXPECT_EQ(late.period.to_string(), "2026-04");
  EXPECT_TRUE(late.is_late());
  EXPECT_EQ(late.items.front().trace.window, day("2026-03-01"))
      << "it is rated with the volume of its own month";
  EXPECT_EQ(late.items.front().amount_minor, 5'00 + 8'00);
  const ledger::Record later = world.book().read(world.sell("NORD", "2026-06-01", "10"));
  EXPECT_FALSE(later.is_late());
  EXPECT_EQ(later.period.to_string(), "2026-06");
  world.reopen();
  EXPECT_EQ(world.book().read(world.sell("NORD", "2026-03-30", "200")).period.to_string(),
            "2026-04");
  world.expect_clean();
}

TEST(Periods, a_date_more_than_a_year_ahead_is_a_mistake) {
  World world;
  open_example(world);
  const auto far = world.record(World::sale("NORD", "2027-11-03", "1"));
  ASSERT_FALSE(far);
  EXPECT_EQ(far.error().code, Code::date_out_of_range);
  world.sell("NORD", "2027-11-02", "1");
  world.expect_clean();
}

// The machine's clock may step back; recorded times do not.
TEST(Periods, recorded_times_never_go_back) {
  World world;
  open_example(world);
  const Sequence first = world.sell("NORD", "2026-03-02", "100");
  world.clock().advance(-3'600'000'000);
  const Sequence second = world.sell("NORD", "2026-03-02", "100");
  EXPECT_LE(world.book().read(first).recorded, world.book().read(second).recorded);
  world.reopen();
  world.clock().advance(-3'600'000'000);
  EXPECT_LE(world.book().read(second).recorded,
            world.book().read(world.sell("NORD", "2026-03-02", "100")).recorded);
  world.expect_clean();
}

using AccountBalances = std::map<std::pair<ledger::Account, Period>, std::int64_t>;

AccountBalances of_the_log(World& world) {
  AccountBalances sums;
  for (std::uint64_t sequence = 1; sequence <= world.book().log().size(); ++sequence) {
    const ledger::Record record = world.book().read({sequence});
    for (const ledger::Posting& posting : record.postings)
      sums[{posting.account, record.period}] += posting.amount_minor;
  }
  return sums;
}

TEST(Balances, are_the_sums_of_the_postings_per_period_and_in_all) {
  World world;
  fill_example(world);
  world.sell("NORD", "2026-03-30", "500");  // late
  world.sell("SUED", "2026-05-30", "500");
  world.close("2026-04");
  world.settle("2026-04");
  const AccountBalances expected = of_the_log(world);
  AccountBalances stored;
  for (const ledger::Movement& movement : ledger::movements(world.database(), std::nullopt)) {
    EXPECT_TRUE(
        stored.try_emplace({movement.account, movement.period}, movement.amount_minor).second);
  }
  EXPECT_EQ(stored, expected);

  // One party sees every account it owns or faces, and its book is zero in every period.
  for (const char* key : {"ACME", "NORD", "SUED"}) {
    const PartyNumber party = program::party_by_key(world.database(), key)->number;
    std::map<Period, std::int64_t> book;
    std::size_t seen = 0;
    for (const ledger::Movement& movement : ledger::movements(world.database(), party)) {
      const auto found = expected.find({movement.account, movement.period});
      ASSERT_NE(found, expected.end());
      EXPECT_EQ(found->second, movement.amount_minor);
      book[movement.period] +=
          movement.account.owner == party ? movement.amount_minor : -movement.amount_minor;
      ++seen;
    }
    for (const auto& [period, sum] : book) EXPECT_EQ(sum, 0) << key << " in " << period.to_string();
    std::size_t touching = 0;
    for (const auto& [place, amount] : expected) {
      touching += place.first.owner == party || place.first.counterparty == party ? 1U : 0U;
    }
    EXPECT_EQ(seen, touching);
  }
}

TEST(Lines, are_the_sums_of_their_chains) {
  World world;
  fill_example(world);
  std::size_t lines = 0;
  for (const ledger::Line& line :
       ledger::lines_of_period(world.database(), Period::parse("2026-03").value())) {
    ++lines;
    std::int64_t entries = 0;
    std::int64_t amount = 0;
    Sequence at = line.last;
    while (at) {
      const ledger::Record record = world.book().read(at);
      Sequence before;
      for (const ledger::Item& item : record.items) {
        if (item.line != line.number) continue;
        EXPECT_EQ(item.key, line.key);
        EXPECT_EQ(item.opens, !item.previous);
        amount += item.amount_minor;
        before = item.previous;
        ++entries;
      }
      EXPECT_LT(before, at);
      at = before;
    }
    EXPECT_EQ(entries, line.entries);
    EXPECT_EQ(amount, line.amount_minor);
  }
  EXPECT_GE(lines, 8U);
}

}  // namespace
}  // namespace quits::test
