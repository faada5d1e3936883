#include "program/guarantees.h"

#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "ledger/stored.h"
#include "program/sql.h"
#include "storage/database.h"

namespace quits::program {

const std::string_view DrawTable::kSelect = sql::select_draw;
const std::string_view DrawTable::kInsert = sql::insert_draw;
const std::string_view DrawTable::kUpdate = sql::update_draw;
const std::string_view DrawTable::kScan = sql::scan_draws;

namespace {

constexpr int kMonthsInQuarter = 3;
constexpr int kMonthsInYear = 12;

int months_of(Every every) {
  if (every == Every::year) return kMonthsInYear;
  return every == Every::quarter ? kMonthsInQuarter : 1;
}

}  // namespace

Result<Settled> settle(const Guarantee& guarantee, std::int64_t earned_minor, std::int64_t outstanding_minor) {
  Settled settled;
  settled.outstanding_minor = outstanding_minor;
  std::int64_t missing = 0;
  bool overflows = __builtin_sub_overflow(guarantee.amount_minor, earned_minor, &missing);
  settled.amount_minor = missing;
  if (missing < 0) settled.amount_minor = guarantee.recoverable ? -std::min(outstanding_minor, -missing) : 0;
  if (guarantee.recoverable) {
    overflows = overflows || __builtin_add_overflow(outstanding_minor, settled.amount_minor, &settled.outstanding_minor);
  }
  if (overflows) return refuse(Code::overflow, fmt::format("what guarantee {} comes to does not fit in 64 bits", guarantee.name));
  return settled;
}

Date window_start(Every every, Period period) { return period.plus(-(period.month() - 1) % months_of(every)).first_day(); }

bool ends_window(Every every, Period period) { return period.month() % months_of(every) == 0; }

Period window_last(Every every, Date window) { return Period::of(window).plus(months_of(every) - 1); }

bool is_guarantee(const Terms& terms, std::string_view term) {
  return std::any_of(terms.guarantees.begin(), terms.guarantees.end(), [&](const Guarantee& known) { return known.name == term; });
}

std::vector<Error> check_guarantees(const Terms& terms) {
  std::vector<Error> errors;
  std::set<std::string_view> seen;
  for (std::size_t i = 0; i < terms.guarantees.size(); ++i) {
    const Guarantee& guarantee = terms.guarantees[i];
    const auto add = [&](const char* field, std::string message, std::string hint = {}) {
      errors.push_back({Code::terms_invalid, std::move(message), std::move(hint), Place{{}, 0, 0, fmt::format("guarantee[{}].{}", i, field)}});
    };
    if (guarantee.name.empty()) {
      add("name", "is empty: a name was expected");
    } else if (!seen.insert(guarantee.name).second) {
      add("name", fmt::format("'{}' stands here twice", guarantee.name), "give each its own name");
    } else if (plan_named(terms, guarantee.name) != nullptr || guarantee.name == "adjustment") {
      add("name", fmt::format("'{}' names other commissions as well: they could not be told apart", guarantee.name), "choose another name");
    }
    if (guarantee.earner == Side::unspecified) add("earner", "names no side: principal or partner was expected");
    if (guarantee.amount_minor <= 0) add("amount", "is not above zero");
    if (guarantee.plan.empty()) continue;
    const CommissionPlan* plan = plan_named(terms, guarantee.plan);
    if (plan == nullptr) {
      add("plan", fmt::format("'{}' is no plan of these terms", guarantee.plan), "name one of them, or leave it out for all");
    } else if (plan->earner != guarantee.earner) {
      add("plan", fmt::format("'{}' pays the other side", guarantee.plan), "name the earner of the plan");
    }
  }
  return errors;
}

std::size_t DrawTable::Hash::operator()(const Key& key) const noexcept {
  const std::hash<std::string> text;
  return static_cast<std::size_t>(ledger::mix(text(key.agreement), text(key.guarantee)));
}
void DrawTable::bind_key(storage::Statement& statement, const Key& key) {
  statement.bind_text(1, key.agreement).bind_text(2, key.guarantee);
}
void DrawTable::bind_insert(storage::Statement& statement, const Key& key, const Row& row) {
  bind_key(statement, key);
  statement.bind(3, row);
}
DrawKey DrawTable::read_key(storage::Statement& statement) {
  return {std::string(statement.text(0)), std::string(statement.text(1))};
}
std::string DrawTable::describe(const Key& key) { return fmt::format("agreement {}, guarantee {}", key.agreement, key.guarantee); }

void Draws::project(const ledger::Record& record) {
  if (record.kind() != kind::guarantee_settled || record.items.empty()) return;
  const auto& settled = record.items.front().trace.more->guarantee;
  const auto fact = codec_.decode(record.fact);
  const auto* known = fact ? std::get_if<GuaranteeSettled>(&*fact) : nullptr;
  if (!settled || known == nullptr) return;
  if (settled->outstanding_before_minor == 0 && settled->outstanding_after_minor == 0) return;
  table_.edit({known->agreement, known->guarantee}) = settled->outstanding_after_minor;
}

std::int64_t Draws::outstanding(const DrawKey& key) {
  const std::int64_t* outstanding = table_.find(key);
  return outstanding == nullptr ? 0 : *outstanding;
}

}  // namespace quits::program
