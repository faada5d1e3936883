#include "tests/service/workload.h"

#include <fmt/core.h>

#include "ledger/balances.h"
#include "program/parties.h"

namespace quits::test {

using namespace program;

Workload::Workload(std::uint64_t seed) : seed_(seed), random_(seed) {}

void Workload::run(const WorkloadSize& size) {
  SCOPED_TRACE(fmt::format("QUITS_SEED={}", seed_));
  open();
  for (int i = 0; i < size.batches && !testing::Test::HasFailure(); ++i) {
    SCOPED_TRACE(fmt::format("batch {}", i));
    batch(1 + static_cast<int>(below(static_cast<std::uint64_t>(size.facts_per_batch_max))));
    if (i % 7 == 3) world_.reopen();
    compare();
  }
}

void Workload::batch(int facts) {
  ledger::RecordOptions options;
  options.keep_going = one_in(2);
  previewed_ = one_in(8);
  ahead_ = model_;
  std::vector<Planned> batch;
  if (one_in(6)) {
    for (Fact& fact : new_version()) batch.push_back(planned(std::move(fact)));
    for (const Planned& one : batch) ahead_.record(one.id, one.fact, one.actor);
  }
  for (int i = 0; i < facts; ++i) {
    batch.push_back(next());
    // What follows builds on it, if it is taken; a preview or an undone batch is forgotten below.
    ahead_.record(batch.back().id, batch.back().fact, batch.back().actor);
  }
  const Model before = model_;
  std::optional<ledger::Book::Preview> preview;
  if (previewed_) preview.emplace(world_.book());
  // One batch has one actor: runs of the same actor are batches.
  for (std::size_t begin = 0; begin < batch.size();) {
    std::size_t end = begin;
    while (end < batch.size() && batch[end].actor == batch[begin].actor) ++end;
    options.actor = batch[begin].actor;
    if (!same_answers({batch.begin() + static_cast<std::ptrdiff_t>(begin),
                       batch.begin() + static_cast<std::ptrdiff_t>(end)},
                      options))
      return;
    begin = end;
  }
  if (previewed_) model_ = before;
}

// Sends the facts to the book and to the model; true when they agree on every answer.
bool Workload::same_answers(const std::vector<Planned>& facts,
                            const ledger::RecordOptions& options) {
  std::vector<ledger::Submission> submissions;
  for (const Planned& one : facts)
    submissions.push_back(world_.submission(one.id.external_id, one.fact, one.id.source));
  const ledger::BatchResult result = world_.book().record(submissions, options);
  Model tried = model_;
  bool undone = false;
  for (std::size_t i = 0; i < facts.size(); ++i) {
    const bool was_known = tried.knows(facts[i].id);
    const auto refusal = tried.record(facts[i].id, facts[i].fact, facts[i].actor);
    const std::string what =
        fmt::format("{} {}", facts[i].id.to_string(), name_of(kind_of(facts[i].fact)));
    if (i >= result.receipts.size()) {
      ADD_FAILURE() << what << ": the book gave no answer";
      return false;
    }
    const auto& receipt = result.receipts[i];
    const std::string expected = refusal     ? std::string(name_of(*refusal))
                                 : was_known ? "repeated"
                                             : "recorded";
    const std::string given = !receipt            ? std::string(name_of(receipt.error().code))
                              : receipt->repeated ? "repeated"
                                                  : "recorded";
    EXPECT_EQ(given, expected) << what << (receipt ? "" : ": " + to_string(receipt.error()));
    if (given != expected) return false;
    if (receipt && !receipt->repeated) tried.number_credit(facts[i].id, receipt->sequence);
    if (refusal && !options.keep_going) {
      EXPECT_EQ(result.receipts.size(), i + 1);
      undone = true;
      break;
    }
  }
  EXPECT_EQ(result.undone, undone);
  EXPECT_EQ(result.committed, !undone && !previewed_);
  if (!undone) model_ = std::move(tried);
  return true;
}

std::string Workload::name_of_party(PartyNumber number) {
  return party_by_number(world_.database(), number)->key;
}

void Workload::compare() {
  if (testing::Test::HasFailure()) return;
  std::map<Model::AccountName, std::int64_t> balances;
  for (const ledger::Movement& movement : ledger::movements(world_.database(), std::nullopt)) {
    if (movement.amount_minor == 0) continue;
    const ledger::Account& account = movement.account;
    balances[{name_of_party(account.owner), name_of_party(account.counterparty), account.kind,
              account.currency.numeric(), movement.period}] = movement.amount_minor;
  }
  EXPECT_EQ(balances, model_.balances());

  std::map<std::string, Model::LineSum> lines;
  for (const Period period : settlement::known_periods(world_.database())) {
    for (const ledger::Line& line : ledger::lines_of_period(world_.database(), period)) {
      const auto version = version_by_sequence(world_.database(), line.key.version);
      lines[fmt::format("{} {} {} {} {} {} {} {} {} {}", name_of_party(line.key.creditor),
                        name_of_party(line.key.debtor), line.key.currency.code(),
                        period.to_string(), name_of(line.key.category), name_of(line.key.billing),
                        version->agreement, version->version, line.key.term,
                        name_of(line.key.tax_category))] = {
          line.entries, line.amount_minor, line.base.millionths(), line.quantity.millionths()};
    }
  }
  const auto expected_lines = model_.lines();
  for (const auto& [key, sum] : expected_lines) {
    EXPECT_TRUE(lines[key] == sum)
        << key << ": " << lines[key].entries << " entries, " << lines[key].amount << ", base "
        << lines[key].base << "; the model has " << sum.entries << ", " << sum.amount << ", base "
        << sum.base;
  }
  EXPECT_EQ(lines.size(), expected_lines.size());

  const auto text_of = [](const settlement::RegisterRow& row) {
    return fmt::format(
        "{} {} {} {} {}: opening {} charges {} earnings {} net {} paid {} carried {} overpaid {} "
        "written off {} share {}",
        row.period.to_string(), row.partner, row.principal, row.currency.code(), name_of(row.stage),
        row.opening_minor, row.charges_minor, row.earnings_minor, row.net_minor, row.paid_minor,
        row.carried_minor, row.overpaid_minor, row.written_off_minor, row.share);
  };
  std::string rows;
  std::string expected_rows;
  for (const auto& row : settlement::register_rows(world_.database(), std::nullopt))
    rows += text_of(row) + "\n";
  for (const auto& row : model_.register_rows()) expected_rows += text_of(row) + "\n";
  EXPECT_EQ(rows, expected_rows);

  for (const ModelInvoice& invoice : model_.invoices()) {
    const auto stored = settlement::invoice_by_number(world_.database(), invoice.number);
    ASSERT_TRUE(stored) << invoice.number;
    EXPECT_EQ(stored->gross_minor, invoice.gross) << invoice.number;
    EXPECT_EQ(stored->open_minor, model_.open(invoice.number)) << invoice.number;
    EXPECT_EQ(stored->to_pay_minor, model_.to_pay(invoice.number)) << invoice.number;
    EXPECT_EQ(stored->due_on, invoice.due) << invoice.number;
  }
  compare_orders();
  world_.expect_clean();
}

// What payments have confirmed of an order is what is not on the list any more, whichever name they
// gave. Not known of an invoice that two orders ask for a part of.
void Workload::compare_orders() {
  std::map<std::string, int> orders;  // by invoice
  for (const ModelSettlement& settled : model_.settlements()) {
    for (const SetOff& set_off : settled.posted.invoices)
      orders[set_off.invoice] += set_off.to_pay_minor != 0 ? 1 : 0;
  }
  for (const ModelSettlement& settled : model_.settlements()) {
    const SettlementPosted& posted = settled.posted;
    if (posted.payment_reference.empty()) continue;
    std::int64_t left = 0;
    bool known = true;
    for (const SetOff& set_off : posted.invoices) {
      if (set_off.to_pay_minor == 0) continue;
      left += std::abs(model_.to_pay(set_off.invoice));
      known = known && orders[set_off.invoice] == 1;
    }
    if (!known) continue;
    const auto stored =
        settlement::settlement_with_reference(world_.database(), posted.payment_reference);
    ASSERT_TRUE(stored) << posted.payment_reference;
    EXPECT_EQ(std::abs(stored->row.paid_minor - stored->row.confirmed_minor), left)
        << posted.payment_reference;
  }
}

}  // namespace quits::test
