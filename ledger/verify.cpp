#include "ledger/verify.h"

#include <fmt/core.h>

#include <algorithm>
#include <optional>

#include "base/clock.h"
#include "base/failure.h"
#include "ledger/invariants/invariants.h"
#include "ledger/balances.h"
#include "ledger/checkpoints.h"
#include "ledger/ids.h"
#include "ledger/lines.h"
#include "ledger/log.h"
#include "ledger/periods.h"
#include "ledger/record_stream.h"
#include "ledger/tree_nodes.h"
#include "storage/database.h"

namespace quits::ledger {
namespace {

constexpr std::size_t kFindingsKept = 20;
constexpr std::uint64_t kProgressEvery = 100'000;
constexpr std::uint64_t kTimedEvery = 64;

void note(CheckReport& report, std::uint64_t sequence, std::string what) {
  ++report.findings_count;
  if (report.findings.size() < kFindingsKept) report.findings.push_back({sequence, std::move(what)});
}

// The pass over the log: checks invariants, feeds projections, grows the tree.
class LogPass {
 public:
  LogPass(storage::Database& database, VerifyPlan& plan, Lines& lines) : log_(database), plan_(plan), lines_(lines) {
    const auto root_before = [this] { return frontier_.root(hasher_); };
    plan_.invariants.push_back(recorded_roots_are_the_roots(root_before));
    plan_.invariants.push_back(every_checkpoint_is_a_root_of_the_log(plan_.claims, root_before));
    for (const auto& invariant : plan_.invariants) {
      reports_.push_back({std::string(invariant->sentence()), 0, 0, {}});
    }
    nanos_.resize(reports_.size());
  }

  // False when a record cannot be read: what follows it cannot be judged.
  bool run(std::uint64_t total);

  std::vector<CheckReport>& reports() { return reports_; }
  const MerkleFrontier& frontier() const { return frontier_; }
  const RebuiltTreeNodes& nodes() const { return nodes_; }
  Hash root() { return frontier_.root(hasher_); }
  CheckReport& decoding() { return decoding_; }

 private:
  void one(DecodedRecord& decoded);
  void check(const Record& record);

  Log log_;
  VerifyPlan& plan_;
  Lines& lines_;
  Hasher hasher_;
  MerkleFrontier frontier_;
  RebuiltTreeNodes nodes_;
  const NodeSink keep_node_ = [this](NodePlace place, const Hash& hash) { nodes_(place, hash); };
  std::vector<CheckReport> reports_;
  std::vector<std::int64_t> nanos_;  // by invariant
  CheckReport decoding_{"every record can be read and says its own sequence", 0, 0, {}};
  std::uint64_t total_ = 0;
};

// Times are taken at every 64th record and scaled: taking them at each would cost more than the checks.
void LogPass::check(const Record& record) {
  std::optional<Stopwatch> watch;
  if (record.sequence.value % kTimedEvery == 0) watch.emplace();
  for (std::size_t i = 0; i < plan_.invariants.size(); ++i) {
    if (auto complaint = plan_.invariants[i]->check(record); !complaint.empty()) {
      note(reports_[i], record.sequence.value, std::move(complaint));
    }
    if (watch) {
      nanos_[i] += watch->nanos() * static_cast<std::int64_t>(kTimedEvery);
      watch->restart();
    }
  }
}

void LogPass::one(DecodedRecord& decoded) {
  Record& record = decoded.record;
  if (record.sequence != decoded.stored) {
    note(decoding_, decoded.stored.value, fmt::format("the bytes stored as entry {} say {}", decoded.stored.value, record.sequence.value));
    record.sequence = decoded.stored;
  }
  lines_.complete(record);
  check(record);
  lines_.project(record);
  for (const auto& projection : plan_.projections) projection->project(record);
  frontier_.append(hasher_, decoded.leaf, keep_node_);
  if (plan_.progress && decoded.stored.value % kProgressEvery == 0) plan_.progress(decoded.stored.value, total_);
}

bool LogPass::run(std::uint64_t total) {
  total_ = total;
  const Stopwatch watch;
  Sequence at{1};  // the record that is judged, or the one after the last that was
  bool readable = true;
  try {
    stream_records(log_, [&](DecodedRecord& decoded) {
      at = decoded.stored;
      one(decoded);
      ++at.value;
    });
  } catch (const Failure& failure) {
    if (failure.code() != Code::corrupt) throw;
    note(decoding_, at.value, failure.what());
    readable = false;
  }
  decoding_.micros = watch.micros();
  for (std::size_t i = 0; i < plan_.invariants.size(); ++i) {
    const Stopwatch finishing;
    for (std::string& complaint : plan_.invariants[i]->finish()) note(reports_[i], 0, std::move(complaint));
    reports_[i].micros = nanos_[i] / 1000 + finishing.micros();
  }
  return readable;
}

// `rebuilt` is a projection, or whatever else compares itself with its table.
template <class Rebuilt>
CheckReport compare(Rebuilt& rebuilt, std::string_view name, storage::Database& database) {
  const Stopwatch watch;
  CheckReport report{fmt::format("the stored {} are those of the log", name), 0, 0, {}};
  try {
    rebuilt.compare(database, [&](const Mismatch& mismatch) {
      note(report, 0, fmt::format("table {}, {}: stored {}, the log gives {}", mismatch.table, mismatch.row, mismatch.stored,
                                  mismatch.expected));
    });
  } catch (const Failure& failure) {  // a row that holds no value: what follows it cannot be compared
    if (failure.code() != Code::corrupt) throw;
    note(report, 0, failure.what());
  }
  report.micros = watch.micros();
  return report;
}

CheckReport compare_tree(const MerkleFrontier& rebuilt, storage::Database& database) {
  CheckReport report{"the stored tree is the tree over the stored records", 0, 0, {}};
  std::optional<MerkleFrontier> stored;
  try {
    stored = stored_frontier(database);
  } catch (const Failure& failure) {
    if (failure.code() != Code::corrupt) throw;
    note(report, 0, failure.what());
    return report;
  }
  if (rebuilt.size() == 0 ? stored.has_value() : stored != rebuilt) {
    note(report, 0, fmt::format("the stored tree over {} records has another root than the {} stored records",
                                stored ? stored->size() : 0, rebuilt.size()));
  }
  return report;
}

CheckReport check_pages(storage::Database& database, bool deep) {
  const Stopwatch watch;
  CheckReport report{"every page and index is sound", 0, 0, {}};
  if (auto damage = database.check_pages(deep)) note(report, 0, *std::move(damage));
  report.micros = watch.micros();
  return report;
}

}  // namespace

bool VerifyReport::clean() const {
  return std::all_of(checks.begin(), checks.end(), [](const CheckReport& check) { return check.findings_count == 0; });
}

VerifyReport verify(storage::Database& database, VerifyPlan plan) {
  const Stopwatch watch;
  VerifyReport report;
  storage::Transaction snapshot(database, storage::Access::read);

  std::vector<std::unique_ptr<Invariant>> own;
  own.push_back(sequences_are_dense());
  own.push_back(every_entry_balances_every_book());
  own.push_back(nothing_takes_effect_in_a_closed_period());
  own.push_back(every_line_is_one_chain());
  for (auto& invariant : plan.invariants) own.push_back(std::move(invariant));
  plan.invariants = std::move(own);

  Lines lines(nullptr);
  std::vector<std::unique_ptr<Projection>> projections;
  projections.push_back(std::make_unique<Ids>(nullptr));
  projections.push_back(std::make_unique<Balances>(nullptr));
  projections.push_back(std::make_unique<Periods>(nullptr));
  for (auto& projection : plan.projections) projections.push_back(std::move(projection));
  plan.projections = std::move(projections);

  if (plan.deep) report.checks.push_back(check_pages(database, true));
  CheckReport signatures = check_checkpoints(database, plan.claims);
  report.checkpoints = plan.claims.size();
  LogPass pass(database, plan, lines);
  const bool readable = pass.run(last_sequence(database));
  report.entries = pass.frontier().size();
  report.root = pass.root();
  report.checks.push_back(std::move(pass.decoding()));
  for (CheckReport& check : pass.reports()) report.checks.push_back(std::move(check));
  report.checks.push_back(compare_tree(pass.frontier(), database));
  report.checks.push_back(std::move(signatures));
  if (readable) {
    report.checks.push_back(compare(pass.nodes(), "nodes of the tree", database));
    report.checks.push_back(compare(lines, lines.name(), database));
    for (const auto& projection : plan.projections) {
      report.checks.push_back(compare(*projection, projection->name(), database));
    }
  }
  report.micros = watch.micros();
  return report;
}

}  // namespace quits::ledger
