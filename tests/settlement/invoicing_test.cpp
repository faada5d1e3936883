// From lines to an invoice: sums, tax per category and rate, and the postings that go with it.
#include "settlement/invoicing.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <map>

#include "ledger/posting.h"

namespace quits::settlement {
namespace {

using ledger::TaxCategory;

ledger::Line line(std::uint64_t number, std::int64_t amount, TaxCategory tax,
                  std::int64_t rate_millionths) {
  ledger::Line made;
  made.number = {number};
  made.key.creditor = {1};
  made.key.debtor = {2};
  made.key.currency = Currency::parse("EUR").value();
  made.key.period = Period::parse("2026-03").value();
  made.key.category = ledger::Category::service;
  made.key.term = "term";
  made.key.tax_category = tax;
  made.key.tax_rate = Rate::from_millionths(rate_millionths);
  made.entries = 1;
  made.amount_minor = amount;
  made.last = {number + 10};
  return made;
}

InvoiceContext context() {
  InvoiceContext context;
  context.issuer = "A";
  context.recipient = "B";
  context.number = "A-2026-00001";
  context.issued_on = Date::parse_iso("2026-03-31").value();
  context.due_days = 30;
  context.description = [](const ledger::Line&) { return "what it is"; };
  context.exemption_reason = [](const ledger::Line& one) {
    return one.key.tax_category == TaxCategory::ae ? "Reverse charge" : "";
  };
  return context;
}

TEST(Invoicing, tax_is_on_the_sum_of_a_category_and_rate) {
  // 19 % of each line would be 0.95 + 0.95 + 0.95 = 2.85; of their sum it is 2.86.
  const std::vector<ledger::Line> lines{
      line(1, 502, TaxCategory::s, 190'000), line(2, 502, TaxCategory::s, 190'000),
      line(3, 502, TaxCategory::s, 190'000), line(4, 1000, TaxCategory::s, 70'000),
      line(5, 400, TaxCategory::ae, 0)};
  const auto invoice = draw_up(lines, context()).value();
  EXPECT_EQ(invoice.net_minor, 2906);
  ASSERT_EQ(invoice.taxes.size(), 3U);
  EXPECT_EQ(invoice.taxes[0].tax_minor, 70);
  EXPECT_EQ(invoice.taxes[1].base_minor, 1506);
  EXPECT_EQ(invoice.taxes[1].tax_minor, 286);
  EXPECT_EQ(invoice.taxes[2].tax_minor, 0);
  EXPECT_EQ(invoice.taxes[2].exemption_reason, "Reverse charge");
  EXPECT_EQ(invoice.gross_minor, 2906 + 286 + 70);
  EXPECT_EQ(invoice.due_on.to_string(), "2026-04-30");
  EXPECT_EQ(invoice.lines.size(), 5U);
  EXPECT_EQ(invoice.lines[4].last_sequence, 15U);
}

TEST(Invoicing, a_credit_note_mirrors_its_invoice) {
  const std::vector<ledger::Line> plus{line(1, 13, TaxCategory::s, 190'000),
                                       line(2, 37, TaxCategory::s, 190'000)};
  const std::vector<ledger::Line> minus{line(1, -13, TaxCategory::s, 190'000),
                                        line(2, -37, TaxCategory::s, 190'000)};
  EXPECT_EQ(draw_up(plus, context())->gross_minor, 60);  // 9.5 cents of tax go away from zero
  EXPECT_EQ(draw_up(minus, context())->gross_minor, -60);
}

TEST(Invoicing, refuses_sums_that_do_not_fit) {
  const std::vector<ledger::Line> net{line(1, INT64_MAX, TaxCategory::o, 0),
                                      line(2, 1, TaxCategory::o, 0)};
  EXPECT_EQ(draw_up(net, context()).error().code, Code::overflow);
  const std::vector<ledger::Line> gross{line(1, INT64_MAX - 5, TaxCategory::s, 190'000)};
  EXPECT_EQ(draw_up(gross, context()).error().code, Code::overflow);
}

TEST(Invoicing, postings_balance_and_clear_what_was_accrued) {
  rc::check("any lines", [] {
    const auto count = *rc::gen::inRange<std::uint64_t>(1, 9);
    std::vector<ledger::Line> lines;
    std::int64_t net = 0;
    for (std::uint64_t i = 1; i <= count; ++i) {
      const auto tax = *rc::gen::element(TaxCategory::s, TaxCategory::z, TaxCategory::e,
                                         TaxCategory::ae, TaxCategory::o);
      lines.push_back(line(i, *rc::gen::inRange<std::int64_t>(-900, 901), tax,
                           tax == TaxCategory::s ? *rc::gen::element(190'000, 70'000) : 0));
      net += lines.back().amount_minor;
    }
    const auto invoice = draw_up(lines, context()).value();
    RC_ASSERT(invoice.net_minor == net);
    RC_ASSERT(invoice.gross_minor == invoice.net_minor + invoice.tax_minor);
    const auto postings = postings_of(invoice, {1}, {2});
    RC_ASSERT(ledger::check_balanced(postings).has_value());
    std::map<ledger::AccountKind, std::int64_t> sums;
    for (const ledger::Posting& posting : postings)
      sums[posting.account.kind] += posting.amount_minor;
    RC_ASSERT(sums[ledger::AccountKind::unbilled] == -net);
    RC_ASSERT(sums[ledger::AccountKind::claim] == invoice.gross_minor);
  });
}

TEST(Invoicing, a_line_has_its_share_of_the_tax) {
  // 19 % of 5.02 is 0.9538 three times: 2.86 are 0.96, 0.95 and 0.95.
  const std::vector<ledger::Line> lines{line(1, 502, TaxCategory::s, 190'000), line(2, 1000, TaxCategory::s, 70'000),
                                        line(3, 502, TaxCategory::s, 190'000), line(4, 502, TaxCategory::s, 190'000),
                                        line(5, 400, TaxCategory::ae, 0)};
  EXPECT_EQ(taxes_of_lines(draw_up(lines, context()).value()), (std::vector<std::int64_t>{96, 70, 95, 95, 0}));
}

TEST(Invoicing, lines_with_their_taxes_are_the_invoice) {
  rc::check("taxes of lines", [] {
    std::vector<ledger::Line> lines;
    const auto count = *rc::gen::inRange<std::uint64_t>(1, 12);
    for (std::uint64_t i = 1; i <= count; ++i) {
      lines.push_back(line(i, *rc::gen::inRange<std::int64_t>(-900, 901), TaxCategory::s, *rc::gen::element(190'000, 70'000)));
    }
    const auto invoice = draw_up(lines, context()).value();
    std::int64_t sum = 0;
    const auto taxes = taxes_of_lines(invoice);
    for (std::size_t i = 0; i < taxes.size(); ++i) {
      sum += taxes[i];
      const std::int64_t exact = invoice.lines[i].amount_minor * invoice.lines[i].tax_rate.millionths();
      RC_ASSERT(taxes[i] * 1'000'000 - exact < 1'000'000);
      RC_ASSERT(exact - taxes[i] * 1'000'000 < 1'000'000);
    }
    RC_ASSERT(sum == invoice.tax_minor);
  });
}

TEST(Invoicing, the_net_of_a_gross_gives_it_back_or_misses_it_by_one) {
  const Rate rate = Rate::from_millionths(190'000);
  EXPECT_EQ(net_of_gross(59'500, rate), 50'000);
  EXPECT_EQ(net_of_gross(-59'500, rate), -50'000);
  EXPECT_EQ(net_of_gross(1'234, Rate()), 1'234);
  int missed = 0;
  for (std::int64_t gross = 0; gross <= 20'000; ++gross) {
    const std::int64_t net = net_of_gross(gross, rate);
    const std::int64_t again = net + (net * 19 + 50) / 100;
    ASSERT_LE(again > gross ? again - gross : gross - again, 1) << gross;
    missed += again == gross ? 0 : 1;
  }
  EXPECT_EQ(missed, 3'193) << "19 of 119 amounts are no net with its tax";
}

}  // namespace
}  // namespace quits::settlement
