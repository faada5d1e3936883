#include "settlement/register.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <tuple>
#include <unordered_map>

#include "base/int128.h"
#include "base/rounding.h"
#include "ledger/lines.h"
#include "ledger/periods.h"
#include "ledger/stored.h"
#include "program/agreements.h"
#include "program/parties.h"
#include "settlement/invoices.h"
#include "settlement/settlements.h"
#include "settlement/sql.h"
#include "settlement/write_offs.h"
#include "storage/database.h"

namespace quits::settlement {
namespace {

// (partner, principal, currency)
using Pair = std::tuple<std::string, std::string, int>;

struct Contributions {
  std::int64_t by_partner = 0;    // net of tax, billed and statement-only
  std::int64_t by_principal = 0;
  std::int64_t earnings = 0;      // net of tax, billed: what an open period will invoice
  std::int64_t charges = 0;
};

// Builds rows period by period.
class RegisterBuilder {
 public:
  explicit RegisterBuilder(storage::Database& database) : database_(database) {
    for (const program::Party& party : program::all_parties(database)) numbers_.emplace(party.key, party.number.value);
    for (program::AgreementVersion& version : program::all_versions(database)) {
      const std::uint64_t record = version.sequence.value;
      pair_of_invoice_.try_emplace({version.principal, version.partner}, version.partner);
      versions_.emplace(record, std::move(version));
    }
  }

  void add(Period period, std::vector<RegisterRow>& rows);

 private:
  std::map<Pair, Contributions> contributions(Period period);
  void add_settled(Period period, std::map<Pair, RegisterRow>& rows);
  void add_disputed(Period period, Stage stage, std::map<Pair, RegisterRow>& rows);
  void add_payments(Period period, Stage stage, std::map<Pair, RegisterRow>& rows);
  void add_unsettled(Period period, Stage stage, std::map<Pair, RegisterRow>& rows);
  std::pair<Pair, bool> pair_of(const Invoice& invoice) const;
  RegisterRow& row(std::map<Pair, RegisterRow>& rows, const Pair& pair, Period period, Stage stage);

  storage::Database& database_;
  std::unordered_map<std::string, std::uint64_t> numbers_;
  std::unordered_map<std::uint64_t, program::AgreementVersion> versions_;
  std::map<std::pair<std::string, std::string>, std::string> pair_of_invoice_;  // (principal, partner)
  std::map<Pair, std::int64_t> uninvoiced_;  // of the open periods so far
};

std::map<Pair, Contributions> RegisterBuilder::contributions(Period period) {
  std::map<Pair, Contributions> sums;
  for (const ledger::Line& line : ledger::lines_of_period(database_, period)) {
    const auto version = versions_.find(line.key.version.value);
    if (version == versions_.end()) continue;
    Contributions& sum = sums[{version->second.partner, version->second.principal, line.key.currency.numeric()}];
    if (line.key.billing == ledger::Billing::nothing_due) continue;
    const bool earned = numbers_[version->second.partner] == line.key.creditor.value;
    (earned ? sum.by_partner : sum.by_principal) += line.amount_minor;
    if (line.key.billing == ledger::Billing::invoiced) (earned ? sum.earnings : sum.charges) += line.amount_minor;
  }
  return sums;
}

RegisterRow& RegisterBuilder::row(std::map<Pair, RegisterRow>& rows, const Pair& pair, Period period, Stage stage) {
  const auto [place, added] = rows.try_emplace(pair);
  RegisterRow& made = place->second;
  if (added) {
    made.period = period;
    std::tie(made.partner, made.principal, std::ignore) = pair;
    made.currency = *Currency::from_numeric(std::get<2>(pair));
    made.stage = stage;
  }
  return made;
}

void RegisterBuilder::add_settled(Period period, std::map<Pair, RegisterRow>& rows) {
  for (const PairSettlement& settled : settlements_of(database_, period)) {
    RegisterRow& made = row(rows, {settled.key.partner, settled.key.principal, static_cast<int>(settled.key.currency)}, period, Stage::settled);
    made.opening_minor = settled.row.opening_minor;
    made.charges_minor = settled.row.charges_minor;
    made.earnings_minor = settled.row.earnings_minor;
    made.paid_minor = settled.row.paid_minor;
  }
}

// And whether its issuer is the partner.
std::pair<Pair, bool> RegisterBuilder::pair_of(const Invoice& invoice) const {
  const bool by_partner = pair_of_invoice_.count({invoice.recipient, invoice.issuer}) != 0;
  return {by_partner ? Pair{invoice.issuer, invoice.recipient, invoice.currency.numeric()}
                     : Pair{invoice.recipient, invoice.issuer, invoice.currency.numeric()},
          by_partner};
}

// Its invoices; and as opening what a settlement would find: what is open of earlier ones on no payment list, less what was
// paid directly on its own, and what earlier open periods would invoice.
void RegisterBuilder::add_unsettled(Period period, Stage stage, std::map<Pair, RegisterRow>& rows) {
  std::map<Pair, std::int64_t> openings = uninvoiced_;
  for (const Invoice& invoice : unsettled_invoices(database_, period, "")) {
    const auto [pair, by_partner] = pair_of(invoice);
    const std::int64_t unsettled = invoice.open_minor - invoice.to_pay_minor;
    openings[pair] += by_partner ? unsettled : -unsettled;
  }
  for (const Invoice& invoice : invoices_of(database_, period, "")) {
    const auto [pair, by_partner] = pair_of(invoice);
    RegisterRow& made = row(rows, pair, period, stage);
    (by_partner ? made.earnings_minor : made.charges_minor) += invoice.gross_minor;
    openings[pair] -= by_partner ? invoice.gross_minor : -invoice.gross_minor;
  }
  for (const auto& [pair, opening] : openings) {
    if (opening != 0) row(rows, pair, period, stage).opening_minor = opening;
  }
}

void RegisterBuilder::add_disputed(Period period, Stage stage, std::map<Pair, RegisterRow>& rows) {
  for (const Invoice& invoice : invoices_of(database_, period, "")) {
    if (invoice.disputed_minor == 0) continue;
    const auto [pair, by_partner] = pair_of(invoice);
    row(rows, pair, period, stage).disputed_minor += by_partner ? invoice.disputed_minor : -invoice.disputed_minor;
  }
}

// What was paid too much and what was given up; both are in an opening, as every payment is. Between two without an agreement
// there is no row: they are no pair of the program.
void RegisterBuilder::add_payments(Period period, Stage stage, std::map<Pair, RegisterRow>& rows) {
  const auto is_pair = [&](const Invoice& document) {
    return pair_of_invoice_.count({document.recipient, document.issuer}) + pair_of_invoice_.count({document.issuer, document.recipient}) != 0;
  };
  for (const Invoice& credit : credits_of(database_, period, "")) {
    if (credit.period != period || credit.confirmation == Confirmation::refused || !is_pair(credit)) continue;
    const auto [pair, by_partner] = pair_of(credit);
    row(rows, pair, period, stage).overpaid_minor += by_partner ? credit.gross_minor : -credit.gross_minor;
  }
  for (const WriteOff& write_off : write_offs_posted_in(database_, period)) {
    const auto document = invoice_by_number(database_, write_off.document);
    if (!document || !is_pair(*document)) continue;
    const auto [pair, by_partner] = pair_of(*document);
    row(rows, pair, period, stage).written_off_minor += by_partner ? write_off.amount_minor : -write_off.amount_minor;
  }
}

void RegisterBuilder::add(Period period, std::vector<RegisterRow>& result) {
  const Stage stage = stage_of(database_, period);
  std::map<Pair, RegisterRow> rows;
  if (stage == Stage::settled) {
    add_settled(period, rows);
  } else {
    add_unsettled(period, stage, rows);
  }
  add_disputed(period, stage, rows);
  add_payments(period, stage, rows);
  for (const auto& [pair, sums] : contributions(period)) {
    RegisterRow& made = row(rows, pair, period, stage);
    if (stage == Stage::open) {
      made.earnings_minor = sums.earnings;
      made.charges_minor = sums.charges;
      uninvoiced_[pair] += sums.earnings - sums.charges;
    }
    made.share = share_of_partner(sums.by_partner, sums.by_principal);
  }
  for (auto& [pair, made] : rows) {
    made.net_minor = made.opening_minor + made.earnings_minor - made.charges_minor;
    made.carried_minor = made.net_minor - made.paid_minor;
    result.push_back(std::move(made));
  }
}

std::optional<Period> last_period(storage::Database& database) {
  auto row = database.prepare(sql::last_known_period);
  if (!row->step() || row->is_null(0)) return std::nullopt;
  return ledger::stored_period(*row, 0);
}

}  // namespace

std::string_view name_of(Stage stage) {
  switch (stage) {
    case Stage::open: return "open";
    case Stage::closed: return "closed";
    case Stage::settled: return "settled";
  }
  return "unknown";
}

std::string share_of_partner(std::int64_t partner_minor, std::int64_t principal_minor) {
  constexpr std::int64_t kScale = 10'000;
  const int128 both = int128{partner_minor} + principal_minor;
  if (partner_minor < 0 || principal_minor < 0 || both == 0) return {};
  const auto share = static_cast<std::int64_t>(divide_rounded(int128{partner_minor} * kScale, both, Rounding::half_away_from_zero));
  return fmt::format("{}.{:04}", share / kScale, share % kScale);
}

Stage stage_of(storage::Database& database, Period period) {
  const auto closed = ledger::last_closed_period(database);
  if (!closed || period > *closed) return Stage::open;
  const auto settled = settled_periods(database);
  return !settled.empty() && period <= settled.back().first ? Stage::settled : Stage::closed;
}

std::vector<Period> known_periods(storage::Database& database) {
  std::vector<Period> periods;
  const auto first = ledger::first_posted_period(database);
  const auto last = last_period(database);
  if (!first || !last) return periods;
  for (Period period = *first; period <= *last; period = period.next()) periods.push_back(period);
  return periods;
}

std::vector<RegisterRow> register_rows(storage::Database& database, std::optional<Period> period) {
  std::vector<RegisterRow> rows;
  RegisterBuilder builder(database);
  if (!period) {
    for (const Period known : known_periods(database)) builder.add(known, rows);
    return rows;
  }
  // Closed periods that are not settled yet carry into the one asked for.
  std::vector<RegisterRow> before;
  for (const Period known : known_periods(database)) {
    if (known < *period && stage_of(database, known) != Stage::settled) builder.add(known, before);
  }
  builder.add(*period, rows);
  return rows;
}

}  // namespace quits::settlement
