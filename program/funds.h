// Marketing funds: what was asked for, approved and claimed. The budget is what the principal bears at most in a month,
// quarter or year of requests: an approved request binds its share until it is released, and then what was claimed.
#pragma once

#include <span>
#include <vector>

#include "ledger/projection.h"
#include "ledger/table.h"
#include "program/agreements.h"
#include "program/terms.h"

namespace quits::program {

struct FundRequest {
  Sequence sequence;
  Sequence version;  // whose terms hold for it, for good
  std::string fund;
  Date day;
  std::int64_t amount_minor = 0;  // what the activity costs
  Rate share;                     // that the principal bears
  Sequence approved_by;           // 0: pending
  std::optional<Date> approved_on;
  std::int64_t claimed_minor = 0;  // of the amount
  std::int64_t paid_minor = 0;     // the principal's share of the claims
  Sequence released_by;            // 0: not released

  bool operator==(const FundRequest&) const = default;
};

// The principal's share of a cost, half away from zero. All claims of a request sum to the share of their total.
Result<std::int64_t> fund_share(std::int64_t cost_minor, Rate share);
// What a request takes of the budget.
Result<std::int64_t> bound_by(const FundRequest& request);
// What the requests of a window take of its budget, as the principal's share. Refuses overflow.
struct FundUse {
  std::int64_t waiting_minor = 0;  // asked for and not decided yet: it binds nothing
  std::int64_t bound_minor = 0;    // by approved ones; of released ones what was claimed
  std::int64_t claimed_minor = 0;  // of that
};
Result<FundUse> use_of(std::span<const FundRequest> requests);
// The last day of a claim; none where there is none, or the request is not approved.
Result<std::optional<Date>> last_claim_day(const Fund& fund, const FundRequest& request);
// The trace of a claim that is taken back.
ledger::FundTrace returned_claim(ledger::FundTrace claim);

// Everything that is wrong with the funds of terms.
std::vector<Error> check_funds(const Terms& terms);
const Fund* fund_named(const Terms& terms, std::string_view name);

struct FundTable {
  using Key = Sequence;
  using Row = FundRequest;
  using Hash = std::hash<Sequence>;
  static constexpr std::string_view kName = "fund_request";
  static const std::string_view kSelect, kInsert, kUpdate, kScan;
  static void bind_key(storage::Statement& statement, const Key& key);
  static void bind_insert(storage::Statement& statement, const Key& key, const Row& row);
  static void bind_update(storage::Statement& statement, const Key& key, const Row& row) { bind_insert(statement, key, row); }
  static Key read_key(storage::Statement& statement);
  static Row read_row(storage::Statement& statement);
  static std::string describe(const Key& key);
  static std::string describe(const Row& row);
};

class Funds final : public ledger::Projection {
 public:
  explicit Funds(storage::Database* database) : table_(database) {}

  std::string_view name() const override { return "marketing funds"; }
  void project(const ledger::Record& record) override;
  void flush() override { table_.flush(); }
  void forget() override { table_.forget(); }
  void compare(storage::Database& stored, const ledger::MismatchSink& sink) override { table_.compare(stored, sink); }

  // Null when the record is no request. Valid until the next flush or forget.
  const FundRequest* request(Sequence record) { return table_.find(record); }

 private:
  ledger::StoredTable<FundTable> table_;
};

// Questions: the requests of a fund, under any version of its agreement, with a day in the window, by sequence; and
// one of them, none where the record is no request.
std::vector<FundRequest> fund_requests(storage::Database& database, std::span<const AgreementVersion> versions, const std::string& fund,
                                       Date from, Date until);
std::optional<FundRequest> fund_request(storage::Database& database, Sequence record);

}  // namespace quits::program
