#include "exchange/journal_export.h"

#include <gtest/gtest.h>

#include "exchange/beancount.h"
#include "exchange/hledger.h"
#include "tests/service/small_journal.h"

namespace quits::exchange {
namespace {

using test::exported;
using test::play_small;
using test::World;

constexpr std::string_view kSmallHledger = R"text(; ACME Ltd (ACME)
; The whole book up to entry 12

tag id
tag effective

commodity EUR
    format 1000.00 EUR

account assets:accrued-income:NORD
account assets:receivable:NORD
account expenses:commission:NORD
account income:training:NORD
account liabilities:accrued-expense:NORD
account liabilities:payable:NORD
account liabilities:tax:output:S

2026-01-20 (6) NORD | Sale R-1, x
    ; id: test:s1
    liabilities:accrued-expense:NORD  -123.45 EUR
    expenses:commission:NORD  123.45 EUR

2026-01-31 (8) NORD | Training course, 2 seats
    ; id: test:t1
    assets:accrued-income:NORD  500.00 EUR
    income:training:NORD  -500.00 EUR

2026-01-31 (9) NORD | Invoice ACME-2026-00001
    ; id: quits:invoice/ACME-2026-00001
    assets:accrued-income:NORD  -500.00 EUR
    assets:receivable:NORD  595.00 EUR
    liabilities:tax:output:S  -95.00 EUR

2026-01-31 (10) NORD | Invoice NORD-2026-00001
    ; id: quits:invoice/NORD-2026-00001
    liabilities:accrued-expense:NORD  123.45 EUR
    liabilities:payable:NORD  -123.45 EUR

2026-01-31 Balances as in the book
    assets:accrued-income:NORD  0.00 EUR = 0.00 EUR
    assets:receivable:NORD  0.00 EUR = 595.00 EUR
    income:training:NORD  0.00 EUR = -500.00 EUR
    liabilities:tax:output:S  0.00 EUR = -95.00 EUR
    liabilities:accrued-expense:NORD  0.00 EUR = 0.00 EUR
    liabilities:payable:NORD  0.00 EUR = -123.45 EUR
    expenses:commission:NORD  0.00 EUR = 123.45 EUR

2026-02-03 (7) NORD | Sale
    ; id: test:s2
    liabilities:accrued-expense:NORD  -1.00 EUR
    expenses:commission:NORD  1.00 EUR

2026-02-01 (12) NORD | Sale
    ; id: test:late
    ; effective: 2026-01-05
    liabilities:accrued-expense:NORD  -2.00 EUR
    expenses:commission:NORD  2.00 EUR

2026-02-28 Balances as in the book
    assets:accrued-income:NORD  0.00 EUR = 0.00 EUR
    assets:receivable:NORD  0.00 EUR = 595.00 EUR
    income:training:NORD  0.00 EUR = -500.00 EUR
    liabilities:tax:output:S  0.00 EUR = -95.00 EUR
    liabilities:accrued-expense:NORD  0.00 EUR = -3.00 EUR
    liabilities:payable:NORD  0.00 EUR = -123.45 EUR
    expenses:commission:NORD  0.00 EUR = 126.45 EUR

)text";

TEST(JournalExport, WritesForHledger) {
  World world;
  play_small(world);
  EXPECT_EQ(exported(world, HledgerFormat(), "ACME"), kSmallHledger);
}

constexpr std::string_view kSmallBeancount =
    R"text(; Period 2026-02, as the book knew it at entry 12
option "title" "NORD Ltd (NORD)"
option "operating_currency" "EUR"

2026-01-31 commodity EUR

2026-01-31 open Assets:Accrued-Income:ACME
  party: "ACME"
2026-01-31 open Assets:Receivable:ACME
  party: "ACME"
2026-01-31 open Assets:Tax:Input:S
2026-01-31 open Expenses:Training:ACME
  party: "ACME"
2026-01-31 open Income:Commission:ACME
  party: "ACME"
2026-01-31 open Liabilities:Accrued-Expense:ACME
  party: "ACME"
2026-01-31 open Liabilities:Payable:ACME
  party: "ACME"

2026-01-31 * "Opening balances"
  Liabilities:Payable:ACME  -595.00 EUR
  Expenses:Training:ACME  500.00 EUR
  Assets:Tax:Input:S  95.00 EUR
  Assets:Receivable:ACME  123.45 EUR
  Income:Commission:ACME  -123.45 EUR

2026-02-03 * "ACME" "Sale"
  entry: 7
  id: "test:s2"
  Assets:Accrued-Income:ACME  1.00 EUR
  Income:Commission:ACME  -1.00 EUR

2026-02-01 * "ACME" "Sale"
  entry: 12
  id: "test:late"
  effective: 2026-01-05
  Assets:Accrued-Income:ACME  2.00 EUR
  Income:Commission:ACME  -2.00 EUR

2026-03-01 balance Liabilities:Accrued-Expense:ACME  0.00 ~ 0 EUR
2026-03-01 balance Liabilities:Payable:ACME  -595.00 ~ 0 EUR
2026-03-01 balance Expenses:Training:ACME  500.00 ~ 0 EUR
2026-03-01 balance Assets:Tax:Input:S  95.00 ~ 0 EUR
2026-03-01 balance Assets:Accrued-Income:ACME  3.00 ~ 0 EUR
2026-03-01 balance Assets:Receivable:ACME  123.45 ~ 0 EUR
2026-03-01 balance Income:Commission:ACME  -126.45 ~ 0 EUR

)text";

TEST(JournalExport, WritesOnePeriodForBeancount) {
  World world;
  play_small(world);
  EXPECT_EQ(exported(world, BeancountFormat(), "NORD", Period::parse("2026-02").value()),
            kSmallBeancount);
}

TEST(JournalExport, RefusesAPartyThatIsNotThere) {
  World world;
  world.open_program();
  const auto refused = export_journal(world.database(), {"ACMA", {}}, HledgerFormat(),
                                      [](std::string_view) { ADD_FAILURE(); });
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Code::unknown_party);
}

}  // namespace
}  // namespace quits::exchange
