// quits balance [PARTY]: what stands between the parties, or on one party's accounts.
#include <fmt/core.h>

#include <map>
#include <optional>

#include "cli/commands.h"
#include "cli/views.h"
#include "cli/views_balance.h"
#include "cli/wording.h"
#include "program/parties.h"
#include "storage/database.h"

namespace quits::cli {
namespace {

constexpr CommandText kText{
    "balance", "Show what stands between the parties, or the accounts of one of them",
    "  quits balance                              who owes whom, in all\n"
    "  quits balance FRANCE                       the accounts of one party, from its side\n"
    "  quits balance FRANCE --period 2011-01      at the end of a period, and what it changed\n"
    "  quits balance FRANCE --as-of 1200          as the book knew it at entry 1200\n"};

struct Options {
  std::string party;
  std::string period;
  std::uint64_t as_of = 0;
};

bool is_negative(const std::string& amount) { return amount.starts_with('-'); }

// One side of a trial balance.
Cell side(const std::string& amount, bool debit) {
  if (is_negative(amount) == debit) return Cell("");
  return amount_cell(debit ? amount : amount.substr(1));
}

bool is_zero(const std::string& amount) {
  return amount.find_first_of("123456789") == std::string::npos;
}

// People need no accounts on which nothing stands.
bool stands(const v1::AccountView& account) {
  return !is_zero(account.balance()) || !is_zero(account.opening()) || !is_zero(account.change());
}

Table accounts_table(const v1::BalanceView& view, bool for_people) {
  const bool of_period = !view.period().empty();
  std::vector<Column> columns{"account", "with", "currency"};
  if (of_period) {
    columns.emplace_back("opening", Align::right);
    columns.emplace_back("change", Align::right);
  }
  columns.emplace_back("debit", Align::right);
  columns.emplace_back("credit", Align::right);
  Table table(columns);
  for (const v1::AccountView& account : view.account()) {
    if (for_people && !stands(account)) continue;
    std::vector<Cell> cells{account.account(), account.counterparty(), account.currency()};
    if (of_period) {
      cells.push_back(amount_cell(account.opening()));
      cells.push_back(amount_cell(account.change()));
    }
    cells.push_back(side(account.balance(), true));
    cells.push_back(side(account.balance(), false));
    table.add(std::move(cells));
  }
  return table;
}

// Debits and credits of a party are equal: the reader sees it.
void add_totals(std::span<const ledger::Movement> movements, const program::Party& party,
                std::optional<Period> period, Table& table) {
  std::map<ledger::Account, int128> balances;
  for (const ledger::Movement& movement : movements) {
    if (period && movement.period > *period) continue;
    balances[movement.account] += movement.amount_minor;
  }
  std::map<Currency, std::pair<int128, int128>> totals;
  for (const auto& [account, minor] : balances) {
    const int128 seen = account.owner == party.number ? minor : -minor;
    auto& [debit, credit] = totals[account.currency];
    (seen > 0 ? debit : credit) += seen > 0 ? seen : -seen;
  }
  for (const auto& [currency, sums] : totals) {
    std::vector<Cell> cells{"total", "", std::string(currency.code())};
    if (period) cells.insert(cells.end(), {Cell(""), Cell("")});
    cells.push_back(amount_cell(amount_text(sums.first, currency)));
    cells.push_back(amount_cell(amount_text(sums.second, currency)));
    table.add_total(std::move(cells));
  }
}

Table positions_table(const v1::BalanceView& view) {
  std::vector<Column> columns{"party", "with", "currency"};
  for (const char* title : {"receivable", "earned", "payable", "owed", "net"}) {
    columns.emplace_back(title, Align::right);
  }
  Table table(columns);
  for (const v1::PositionView& position : view.position()) {
    table.add({position.party(), position.counterparty(), position.currency(),
               amount_cell(position.receivable()), amount_cell(position.earned_unbilled()),
               amount_cell(position.payable()), amount_cell(position.owed_unbilled()),
               amount_cell(position.net())});
  }
  return table;
}

void print_balance(const v1::BalanceView& view, const Table& table, Output& output) {
  if (output.wants_json()) return output.print_json(view);
  if (output.wants_csv()) return output.print(table);
  const std::string when = fmt::format(
      "{}as of entry {}", view.period().empty() ? "" : "at the end of " + view.period() + ", ",
      grouped(std::to_string(view.as_of())));
  if (table.empty()) {
    return output.note("{}, {}",
                       view.party().empty()
                           ? "nobody owes anybody anything"
                           : "nothing is posted on " + view.party() + "'s accounts",
                       when);
  }
  output.print(table);
  output.note(
      "{}", view.party().empty()
                ? fmt::format(
                      "from the side of the party, {}; earned and owed are not invoiced yet", when)
                : fmt::format("from {}'s side, {}", view.party(), when));
}

Status show_balance(Session& session, const Options& options) {
  std::optional<Period> period;
  if (!options.period.empty()) {
    TRY(period, Period::parse(options.period));
  }
  ledger::Book& book = session.book_for_reading().book();
  storage::Database& database = book.database();
  const storage::Transaction snapshot(database, storage::Access::read);
  std::optional<program::Party> party;
  std::optional<PartyNumber> number;
  if (!options.party.empty()) {
    party = program::party_by_key(database, options.party);
    if (!party) return refuse(program::unknown_party(database, options.party));
    number = party->number;
  }
  const std::uint64_t newest = book.log().size();
  if (options.as_of > newest) {
    return refuse(Code::unknown_entry,
                  fmt::format("there is no entry {}: the book has {}", options.as_of, newest));
  }
  const auto movements = options.as_of == 0 ? ledger::movements(database, number)
                                            : movements_as_of(book, number, {options.as_of});
  Names names(book);
  v1::BalanceView view;
  view.set_party(options.party);
  if (period) view.set_period(period->to_string());
  view.set_as_of(options.as_of == 0 ? newest : options.as_of);
  if (!party) {
    for (auto& position : positions_of(movements, period, names))
      *view.add_position() = std::move(position);
    print_balance(view, positions_table(view), session.output());
    return {};
  }
  for (auto& account : accounts_of(movements, party->number, period, names))
    *view.add_account() = std::move(account);
  Table table = accounts_table(view, session.output().wants_text());
  if (!table.empty() && session.output().wants_text()) add_totals(movements, *party, period, table);
  print_balance(view, table, session.output());
  return {};
}

}  // namespace

void add_balance_commands(CLI::App& app, Session& session) {
  CLI::App& command = add_command(app, kText);
  auto options = std::make_shared<Options>();
  command.add_option("PARTY", options->party, "Whose accounts; without it, all pairs of parties");
  command.add_option("--period", options->period, "At the end of this period, yyyy-mm");
  command.add_option("--as-of", options->as_of, "As the book knew it at this entry")
      ->check(CLI::PositiveNumber);
  on_run(command, session, [&session, options] { return show_balance(session, *options); });
}

}  // namespace quits::cli
