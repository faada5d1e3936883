#include "storage/faults.h"

#include <cstdlib>
#include <utility>

#include "base/failure.h"

namespace quits::storage {
namespace {

// The exit code a shell reports for a killed process.
constexpr int kKilled = 137;

void fail(const FaultPlan& plan, std::string_view call) {
  throw Failure(plan.fail_with, "injected failure in " + std::string(call),
                "this database has a fault plan; only tests do that");
}

void count_call(FaultPlan& plan, std::string_view call) {
  if (++plan.calls == plan.fail_at_call) fail(plan, call);
}

class FaultyStatement final : public Statement {
 public:
  FaultyStatement(std::unique_ptr<Statement> inner, FaultPlan& plan)
      : inner_(std::move(inner)), plan_(plan) {}

  Statement& bind(int number, std::int64_t value) override {
    inner_->bind(number, value);
    return *this;
  }
  Statement& bind_text(int number, std::string_view value) override {
    inner_->bind_text(number, value);
    return *this;
  }
  Statement& bind_blob(int number, std::span<const std::byte> value) override {
    inner_->bind_blob(number, value);
    return *this;
  }
  Statement& bind_null(int number) override {
    inner_->bind_null(number);
    return *this;
  }

  bool step() override {
    ++plan_.steps;
    count_call(plan_, "step");
    return inner_->step();
  }
  void reset() override { inner_->reset(); }

  std::int64_t integer(int column) override { return inner_->integer(column); }
  std::string_view text(int column) override { return inner_->text(column); }
  std::span<const std::byte> blob(int column) override { return inner_->blob(column); }
  bool is_null(int column) override { return inner_->is_null(column); }
  std::int64_t changes() override { return inner_->changes(); }

 private:
  std::unique_ptr<Statement> inner_;
  FaultPlan& plan_;
};

class FaultyDatabase final : public Database {
 public:
  FaultyDatabase(std::unique_ptr<Database> inner, FaultPlan& plan)
      : inner_(std::move(inner)), plan_(plan) {}

  std::unique_ptr<Statement> prepare(std::string_view sql) override {
    return std::make_unique<FaultyStatement>(inner_->prepare(sql), plan_);
  }
  void execute(std::string_view script) override { inner_->execute(script); }

  void begin(Access access) override {
    ++plan_.begins;
    count_call(plan_, "begin");
    inner_->begin(access);
  }

  void commit() override {
    const std::uint64_t number = ++plan_.commits;
    count_call(plan_, "commit");
    if (number == plan_.fail_at_commit) fail(plan_, "commit");
    if (number == plan_.stop_before_commit) std::_Exit(kKilled);
    inner_->commit();
    if (number == plan_.stop_after_commit) std::_Exit(kKilled);
  }

  void rollback() override { inner_->rollback(); }
  bool in_transaction() const override { return inner_->in_transaction(); }
  std::uint64_t foreign_changes() override { return inner_->foreign_changes(); }
  void backup_to(const std::filesystem::path& target) override { inner_->backup_to(target); }
  bool has_table(std::string_view name) override { return inner_->has_table(name); }
  bool is_read_only() const override { return inner_->is_read_only(); }
  std::string description() const override { return inner_->description(); }
  std::optional<std::string> check_pages(bool deep) override { return inner_->check_pages(deep); }
  std::uint64_t size_bytes() override { return inner_->size_bytes(); }

 private:
  std::unique_ptr<Database> inner_;
  FaultPlan& plan_;
};

}  // namespace

std::unique_ptr<Database> with_faults(std::unique_ptr<Database> database, FaultPlan& plan) {
  return std::make_unique<FaultyDatabase>(std::move(database), plan);
}

}  // namespace quits::storage
