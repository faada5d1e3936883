// What was paid of a document under one payment list. A document can be on several lists, and each
// of them asks for its own part of it.
#pragma once

#include <string>
#include <vector>

#include "ledger/projection.h"
#include "ledger/table.h"
#include "program/encoding.h"

namespace quits::settlement {

struct ListedDocument {
  std::string reference;  // of the list
  std::string document;
  auto operator<=>(const ListedDocument&) const = default;
};

struct ListPaymentTable {
  using Key = ListedDocument;
  using Row = std::int64_t;  // paid, with the sign of the document
  struct Hash {
    std::size_t operator()(const Key& key) const noexcept;
  };
  static constexpr std::string_view kName = "list_payment";
  static const std::string_view kSelect, kInsert, kUpdate, kScan;
  static void bind_key(storage::Statement& statement, const Key& key);
  static void bind_insert(storage::Statement& statement, const Key& key, const Row& row);
  static void bind_update(storage::Statement& statement, const Key& key, const Row& row);
  static Key read_key(storage::Statement& statement);
  static Row read_row(storage::Statement& statement);
  static std::string describe(const Key& key);
  static std::string describe(const Row& row);
};

class ListPayments final : public ledger::Projection {
 public:
  explicit ListPayments(storage::Database* database) : table_(database) {}

  std::string_view name() const override { return "list payments"; }
  void project(const ledger::Record& record) override;
  void flush() override { table_.flush(); }
  void forget() override { table_.forget(); }
  void compare(storage::Database& stored, const ledger::MismatchSink& sink) override {
    table_.compare(stored, sink);
  }

  // What payments took of the part that the list asks for; 0 where none did.
  std::int64_t paid(const std::string& reference, const std::string& document) {
    const std::int64_t* row = table_.find({reference, document});
    return row == nullptr ? 0 : *row;
  }

 private:
  void apply(const std::string& reference, const std::vector<program::AppliedPayment>& payments);

  ledger::StoredTable<ListPaymentTable> table_;
  program::FactCodec codec_;
};

}  // namespace quits::settlement
