// Marketing funds: what was asked for, approved and claimed. The budget is what the principal bears at most in a month,
// quarter or year of requests: an approved request binds its share until it is released, and then what was claimed.
#pragma once

#include <vector>

#include "ledger/projection.h"
#include "ledger/table.h"
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

// Question: the requests of a version and fund with a day in the window, by sequence.
std::vector<FundRequest> fund_requests(storage::Database& database, Sequence version, const std::string& fund, Date from, Date until);

}  // namespace quits::program
