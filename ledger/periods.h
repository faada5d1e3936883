// Periods close in order and stay closed.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "ledger/projection.h"

namespace quits::ledger {

class Periods final : public Projection {
 public:
  explicit Periods(storage::Database* database) : database_(database) {}

  std::string_view name() const override { return "periods"; }
  void project(const Record& record) override;
  void flush() override;
  void forget() override;
  void compare(storage::Database& stored, const MismatchSink& sink) override;

  // The first period that is not closed; none while none ever was.
  std::optional<Period> oldest_open();

 private:
  void load();

  storage::Database* database_;
  std::map<std::int32_t, std::uint64_t> closed_;  // period -> the record that closed it
  std::vector<std::int32_t> added_;
  bool loaded_ = false;
};

struct ClosedPeriod {
  Period period;
  Sequence closed_by;
};

std::vector<ClosedPeriod> closed_periods(storage::Database& database);  // in order
std::optional<Period> last_closed_period(storage::Database& database);
// The earliest period anything is posted in.
std::optional<Period> first_posted_period(storage::Database& database);

}  // namespace quits::ledger
