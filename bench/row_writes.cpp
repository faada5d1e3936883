#include "bench/row_writes.h"

#include <algorithm>

#include "ledger/sql.h"
#include "service/book_file.h"
#include "storage/migration.h"

namespace quits::bench {
namespace {

using Value = RowWrites::Value;

bool writes_rows(std::string_view sql) {
  return sql.starts_with("INSERT") || sql.starts_with("UPDATE") || sql.starts_with("DELETE");
}

void bind(storage::Statement& statement, int number, const Value& value) {
  switch (value.kind) {
    case Value::Kind::null:
      statement.bind_null(number);
      return;
    case Value::Kind::integer:
      statement.bind(number, value.integer);
      return;
    case Value::Kind::text:
      statement.bind_text(number, value.bytes);
      return;
    case Value::Kind::blob:
      statement.bind_blob(number, std::as_bytes(std::span(value.bytes)));
      return;
  }
}

}  // namespace

class RowWriteRecorder::Statement final : public storage::Statement {
 public:
  Statement(RowWriteRecorder& recorder, std::unique_ptr<storage::Statement> real,
            const std::string* text)
      : recorder_(recorder), real_(std::move(real)), text_(text) {}

  storage::Statement& bind(int number, std::int64_t value) override {
    keep(number, {Value::Kind::integer, value, {}});
    real_->bind(number, value);
    return *this;
  }
  storage::Statement& bind_text(int number, std::string_view value) override {
    keep(number, {Value::Kind::text, 0, std::string(value)});
    real_->bind_text(number, value);
    return *this;
  }
  storage::Statement& bind_blob(int number, std::span<const std::byte> value) override {
    const std::string_view bytes(reinterpret_cast<const char*>(value.data()), value.size());
    keep(number, {Value::Kind::blob, 0, std::string(bytes)});
    real_->bind_blob(number, value);
    return *this;
  }
  storage::Statement& bind_null(int number) override {
    keep(number, {});
    real_->bind_null(number);
    return *this;
  }
  bool step() override {
    if (text_ != nullptr && !stepping_) recorder_.pending_.push_back({text_, values_});
    stepping_ = real_->step();
    return stepping_;
  }
  void reset() override {
    stepping_ = false;
    real_->reset();
  }
  std::int64_t integer(int column) override { return real_->integer(column); }
  std::string_view text(int column) override { return real_->text(column); }
  std::span<const std::byte> blob(int column) override { return real_->blob(column); }
  bool is_null(int column) override { return real_->is_null(column); }
  std::int64_t changes() override { return real_->changes(); }

 private:
  void keep(int number, Value value) {
    stepping_ = false;
    if (text_ == nullptr) return;
    const auto index = static_cast<std::size_t>(number - 1);
    if (values_.size() <= index) values_.resize(index + 1);
    values_[index] = std::move(value);
  }

  RowWriteRecorder& recorder_;
  std::unique_ptr<storage::Statement> real_;
  const std::string* text_;  // null: it only reads
  std::vector<Value> values_;
  bool stepping_ = false;
};

RowWriteRecorder::RowWriteRecorder(std::unique_ptr<storage::Database> database)
    : database_(std::move(database)) {}
RowWriteRecorder::~RowWriteRecorder() = default;

std::unique_ptr<storage::Statement> RowWriteRecorder::prepare(std::string_view sql) {
  const std::string* text = nullptr;
  if (writes_rows(sql)) text = texts_.emplace_back(std::make_unique<const std::string>(sql)).get();
  return std::make_unique<Statement>(*this, database_->prepare(sql), text);
}

void RowWriteRecorder::commit() {
  database_->commit();
  std::move(pending_.begin(), pending_.end(), std::back_inserter(committed_.writes));
  if (!pending_.empty()) committed_.writes.emplace_back();
  pending_.clear();
}

void RowWriteRecorder::rollback() {
  database_->rollback();
  pending_.clear();
}

RowWrites RowWriteRecorder::take() { return std::exchange(committed_, {}); }

RowWriteReplay::RowWriteReplay(std::unique_ptr<storage::Database> database, Floor floor)
    : database_(std::move(database)), floor_(floor) {
  if (floor_ == Floor::tables) {
    storage::migrate(*database_, service::migrations());
    return;
  }
  storage::Transaction transaction(*database_, storage::Access::write);
  database_->execute(
      "CREATE TABLE record (sequence INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT");
  transaction.commit();
}

RowWriteReplay::~RowWriteReplay() = default;

storage::Statement& RowWriteReplay::statement(const std::string& sql) {
  const auto known = std::find_if(statements_.begin(), statements_.end(),
                                  [&](const auto& each) { return each.first == &sql; });
  if (known != statements_.end()) return *known->second;
  return *statements_.emplace_back(&sql, database_->prepare(sql)).second;
}

void RowWriteReplay::write(const RowWrites& writes) {
  bool writing = false;
  for (const RowWrites::Write& write : writes.writes) {
    if (write.sql == nullptr) {
      if (writing) database_->commit();
      writing = false;
      continue;
    }
    if (floor_ == Floor::bare && *write.sql != ledger::sql::insert_record) continue;
    if (!std::exchange(writing, true)) database_->begin(storage::Access::write);
    storage::Statement& prepared = statement(*write.sql);
    int number = 0;
    for (const Value& value : write.values) bind(prepared, ++number, value);
    prepared.run();
  }
}

}  // namespace quits::bench
