#include "program/funds.h"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "base/money.h"
#include "ledger/stored.h"
#include "program/facts.h"
#include "program/sql.h"
#include "storage/database.h"

namespace quits::program {

const std::string_view FundTable::kSelect = sql::select_fund_request;
const std::string_view FundTable::kInsert = sql::insert_fund_request;
const std::string_view FundTable::kUpdate = sql::update_fund_request;
const std::string_view FundTable::kScan = sql::scan_fund_requests;

namespace {

constexpr std::uint32_t kClaimDaysMax = 3650;
constexpr std::int32_t kPending = -1'000'000;  // in place of a day

std::int64_t signed_of(Sequence sequence) { return static_cast<std::int64_t>(sequence.value); }
Sequence sequence_at(storage::Statement& row, int column) { return {static_cast<std::uint64_t>(row.integer(column))}; }

}  // namespace

Result<std::int64_t> fund_share(std::int64_t cost_minor, Rate share) {
  return to_minor(int128{cost_minor} * share.millionths(), Rate::kWhole, Rounding::half_away_from_zero);
}

Result<std::int64_t> bound_by(const FundRequest& request) {
  if (!request.approved_by) return 0;
  return request.released_by ? Result<std::int64_t>(request.paid_minor) : fund_share(request.amount_minor, request.share);
}

Result<FundUse> use_of(std::span<const FundRequest> requests) {
  int128 waiting = 0;
  int128 bound = 0;
  int128 claimed = 0;
  for (const FundRequest& request : requests) {
    TRY(const auto binds, bound_by(request));
    bound += binds;
    claimed += request.paid_minor;
    if (request.approved_by || request.released_by) continue;
    TRY(const auto share, fund_share(request.amount_minor, request.share));
    waiting += share;
  }
  const auto minor = [](int128 sum) { return to_minor(sum, 1, Rounding::half_away_from_zero); };
  FundUse use;
  TRY(use.waiting_minor, minor(waiting));
  TRY(use.bound_minor, minor(bound));
  TRY(use.claimed_minor, minor(claimed));
  return use;
}

Result<std::optional<Date>> last_claim_day(const Fund& fund, const FundRequest& request) {
  if (fund.claim_days == 0 || !request.approved_on) return std::optional<Date>();
  TRY(const Date last, request.approved_on->plus_days(fund.claim_days));
  return std::optional(last);
}

ledger::FundTrace returned_claim(ledger::FundTrace claim) {
  claim.claimed_before_minor += claim.claimed_minor;
  claim.claimed_minor = -claim.claimed_minor;
  return claim;
}

std::vector<Error> check_funds(const Terms& terms) {
  std::vector<Error> errors;
  std::set<std::string_view> seen;
  for (std::size_t i = 0; i < terms.funds.size(); ++i) {
    const Fund& fund = terms.funds[i];
    const auto add = [&](Code code, const char* field, std::string message, std::string hint = {}) {
      errors.push_back({code, std::move(message), std::move(hint), Place{{}, 0, 0, fmt::format("fund[{}].{}", i, field)}});
    };
    if (fund.name.empty()) {
      add(Code::terms_invalid, "name", "is empty: a name was expected");
    } else if (!seen.insert(fund.name).second) {
      add(Code::terms_invalid, "name", fmt::format("'{}' stands here twice", fund.name), "give each its own name");
    }
    if (fund.budget_minor <= 0) add(Code::terms_invalid, "budget", "is not above zero");
    if (fund.principal_share.millionths() <= 0 || fund.principal_share.millionths() > Rate::kWhole) {
      add(Code::terms_invalid, "principal_share",
          fmt::format("is {}: more than 0 % and at most 100 % was expected", fund.principal_share.to_percent_string()));
    }
    if (fund.claim_days > kClaimDaysMax) {
      add(Code::too_large, "claim_days", fmt::format("is {}: at most {} was expected", fund.claim_days, kClaimDaysMax));
    }
  }
  return errors;
}

const Fund* fund_named(const Terms& terms, std::string_view name) {
  for (const Fund& fund : terms.funds) {
    if (fund.name == name) return &fund;
  }
  return nullptr;
}

void FundTable::bind_key(storage::Statement& statement, const Key& key) { statement.bind(1, signed_of(key)); }
void FundTable::bind_insert(storage::Statement& statement, const Key& key, const Row& row) {
  statement.bind(1, signed_of(key)).bind(2, signed_of(row.version)).bind_text(3, row.fund).bind(4, row.day.days_since_epoch());
  statement.bind(5, row.amount_minor).bind(6, row.share.millionths()).bind(7, signed_of(row.approved_by));
  statement.bind(8, row.approved_on ? row.approved_on->days_since_epoch() : kPending);
  statement.bind(9, row.claimed_minor).bind(10, row.paid_minor).bind(11, signed_of(row.released_by));
}
Sequence FundTable::read_key(storage::Statement& statement) { return sequence_at(statement, 0); }
FundRequest FundTable::read_row(storage::Statement& statement) {
  FundRequest row;
  row.sequence = sequence_at(statement, 0);
  row.version = sequence_at(statement, 1);
  row.fund = std::string(statement.text(2));
  row.day = ledger::stored_date(statement, 3);
  row.amount_minor = statement.integer(4);
  row.share = Rate::from_millionths(statement.integer(5));
  row.approved_by = sequence_at(statement, 6);
  if (statement.integer(7) != kPending) row.approved_on = ledger::stored_date(statement, 7);
  row.claimed_minor = statement.integer(8);
  row.paid_minor = statement.integer(9);
  row.released_by = sequence_at(statement, 10);
  return row;
}
std::string FundTable::describe(const Key& key) { return fmt::format("entry {}", key.value); }
std::string FundTable::describe(const Row& row) {
  return fmt::format("{} of fund {} of version {} on {}, {}, approved in {} on {}, claimed {}, paid {}, released in {}", row.amount_minor,
                     row.fund, row.version.value, row.day.to_string(), row.share.to_percent_string(), row.approved_by.value,
                     row.approved_on ? row.approved_on->to_string() : "-", row.claimed_minor, row.paid_minor, row.released_by.value);
}

void Funds::project(const ledger::Record& record) {
  const auto kind = record.kind();
  if (kind == kind::fund_requested) {
    if (record.items.empty() || !record.items.front().trace.more->fund) return;
    const ledger::Item& item = record.items.front();
    FundRequest& row = table_.edit(record.sequence);
    row.sequence = record.sequence;
    row.version = item.key.version;
    row.fund = item.key.term;
    row.day = record.effective;
    row.amount_minor = item.trace.more->fund->approved_minor;
    row.share = item.trace.more->fund->share;
    return;
  }
  const bool decides = kind == kind::approval || kind == kind::fund_released;
  if (decides && table_.find(record.relates_to) != nullptr) {
    FundRequest& row = table_.edit(record.relates_to);
    if (kind == kind::fund_released) row.released_by = record.sequence;
    if (kind == kind::approval) {
      row.approved_by = record.sequence;
      row.approved_on = record.effective;
    }
  }
  if (kind != kind::fund_claimed && kind != kind::reversal) return;
  for (const ledger::Item& item : record.items) {
    const auto& claim = item.trace.more->fund;
    if (!claim || !claim->request) continue;
    FundRequest& row = table_.edit(claim->request);
    row.claimed_minor += claim->claimed_minor;
    row.paid_minor += item.amount_minor;
  }
}

std::vector<FundRequest> fund_requests(storage::Database& database, std::span<const AgreementVersion> versions, const std::string& fund,
                                       Date from, Date until) {
  std::vector<FundRequest> requests;
  for (const AgreementVersion& version : versions) {
    auto rows = database.prepare(sql::fund_requests_in);
    rows->bind(1, signed_of(version.sequence)).bind_text(2, fund).bind(3, from.days_since_epoch()).bind(4, until.days_since_epoch());
    while (rows->step()) requests.push_back(FundTable::read_row(*rows));
  }
  std::sort(requests.begin(), requests.end(), [](const auto& one, const auto& other) { return one.sequence < other.sequence; });
  return requests;
}

std::optional<FundRequest> fund_request(storage::Database& database, Sequence record) {
  auto row = database.prepare(sql::select_fund_request);
  row->bind(1, signed_of(record));
  return row->step() ? std::optional(FundTable::read_row(*row)) : std::nullopt;
}

}  // namespace quits::program
