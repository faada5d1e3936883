// Imports a CSV file: rows become submissions in batches; rows that cannot are written to a rejects
// file with their reason.
//
//   TRY(auto import, CsvImport::open("sales.csv", mapping, {.rejects_path = "sales.rejects.csv"}));
//   const auto statistics = import.run([&](auto submissions, auto places) {
//     const auto result = book.record(submissions, options);
//     for (std::size_t i = 0; i < result.receipts.size(); ++i) {
//       if (!result.receipts[i]) import.reject(places[i], result.receipts[i].error());
//     }
//   });
//
// A second thread reads and maps while the caller's thread records. A few batches are in memory,
// whatever the size of the file: at most about 50 MiB, usually 5.
//
// Rows come in the order of the file. What a sink throws, and what reading throws (Failure), leaves
// run() after the second thread has ended.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "exchange/mapping.h"
#include "ledger/book.h"

namespace quits::exchange {

// Where a submission came from. The text is valid until the sink returns.
struct RowPlace {
  std::uint64_t line = 0;  // of the file, from 1
  std::uint64_t row = 0;   // of the data, from 1
  std::string_view text;   // the row as it stands in the file
};

struct ImportProgress {
  std::uint64_t bytes_read = 0;
  std::uint64_t bytes_total = 0;  // zero: not known
  std::uint64_t rows = 0;
};

// rows == skipped + rejected + submitted, once run() has returned without stop().
struct ImportStatistics {
  std::uint64_t rows = 0;       // delivered, rejected or skipped, until the end or stop()
  std::uint64_t skipped = 0;    // left out by a filter
  std::uint64_t rejected = 0;   // malformed, or refused by the mapping
  std::uint64_t submitted = 0;  // given to the sink
  std::uint64_t refused = 0;    // of those, reported with reject()

  bool operator==(const ImportStatistics&) const = default;
};

struct ImportOptions {
  std::size_t batch_rows = 1000;
  // Empty: rejects are only counted.
  std::string rejects_path = {};
  // Called in the caller's thread after every batch.
  std::function<void(const ImportProgress&)> progress = {};
};

class CsvImport {
 public:
  using Sink = std::function<void(std::span<const ledger::Submission>, std::span<const RowPlace>)>;

  // Refuses what can be known before the first row: the file, its header, the columns, the rejects
  // file (already_exists).
  static Result<CsvImport> open(const std::string& path, Mapping mapping, ImportOptions options);

  CsvImport(const CsvImport&) = delete;
  CsvImport& operator=(const CsvImport&) = delete;
  CsvImport(CsvImport&&) noexcept;
  CsvImport& operator=(CsvImport&&) noexcept;
  ~CsvImport();

  // Once. The sink gets no empty batch.
  ImportStatistics run(const Sink& sink);

  // From within the sink: the book refused what came from this row.
  void reject(const RowPlace& place, const Error& error);
  // From within the sink: no more batches are wanted.
  void stop();

 private:
  class Run;
  explicit CsvImport(std::unique_ptr<Run> run);

  std::unique_ptr<Run> run_;
};

}  // namespace quits::exchange
