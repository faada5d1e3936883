// The row writes of a book: which rows a real run writes, kept so that they can be written again
// without any logic.
//
// A RowWriteRecorder stands between a book and its database and remembers, per transaction, every
// INSERT, UPDATE and DELETE with its values. A RowWriteReplay writes them again: into the same
// tables (the floor *tables*), or only the records into one bare table (the floor *bare*). What a
// benchmark of the book is measured against therefore follows every change of the schema by itself.
//
//   RowWriteRecorder recorder(open_database(a, Mode::create));
//   ... a book over recorder records a batch ...
//   replay.write(recorder.take());
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "storage/database.h"

namespace quits::bench {

// The writes of one or more transactions; each ends with a commit of its own.
struct RowWrites {
  struct Value {
    enum class Kind : std::uint8_t { null, integer, text, blob } kind = Kind::null;
    std::int64_t integer = 0;
    std::string bytes;
  };
  struct Write {
    const std::string* sql = nullptr;  // null: commit
    std::vector<Value> values;
  };
  std::vector<Write> writes;
};

class RowWriteRecorder final : public storage::Database {
 public:
  explicit RowWriteRecorder(std::unique_ptr<storage::Database> database);
  ~RowWriteRecorder() override;

  // What was committed since the last call. The statements' texts live as long as the recorder.
  RowWrites take();

  std::unique_ptr<storage::Statement> prepare(std::string_view sql) override;
  void execute(std::string_view script) override { database_->execute(script); }
  void begin(storage::Access access) override { database_->begin(access); }
  void commit() override;
  void rollback() override;
  bool in_transaction() const override { return database_->in_transaction(); }
  std::uint64_t foreign_changes() override { return database_->foreign_changes(); }
  void backup_to(const std::filesystem::path& target) override { database_->backup_to(target); }
  bool has_table(std::string_view name) override { return database_->has_table(name); }
  bool is_read_only() const override { return database_->is_read_only(); }
  std::string description() const override { return database_->description(); }
  std::optional<std::string> check_pages(bool deep) override {
    return database_->check_pages(deep);
  }
  std::uint64_t size_bytes() override { return database_->size_bytes(); }

 private:
  class Statement;

  std::unique_ptr<storage::Database> database_;
  std::vector<std::unique_ptr<const std::string>> texts_;
  std::vector<RowWrites::Write> pending_;
  RowWrites committed_;
};

class RowWriteReplay {
 public:
  enum class Floor { bare, tables };

  // Makes the book's tables, or the one bare table, in a fresh database.
  RowWriteReplay(std::unique_ptr<storage::Database> database, Floor floor);
  ~RowWriteReplay();

  // Statements are prepared at their first use and kept.
  void write(const RowWrites& writes);

 private:
  storage::Statement& statement(const std::string& sql);

  std::unique_ptr<storage::Database> database_;
  Floor floor_;
  std::vector<std::pair<const std::string*, std::unique_ptr<storage::Statement>>> statements_;
};

}  // namespace quits::bench
