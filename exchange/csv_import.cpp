#include "exchange/csv_import.h"

#include <algorithm>
#include <exception>
#include <limits>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "exchange/batch_queue.h"
#include "exchange/csv_reader.h"
#include "exchange/rejects.h"
#include "exchange/row_facts.h"
#include "program/encoding.h"

namespace quits::exchange {

namespace {

constexpr std::size_t kBatchesMax = 3;
constexpr std::size_t kBatchBytesMax = std::size_t{4} * 1024 * 1024;

struct RowSpan {
  std::uint64_t line = 0;
  std::uint64_t row = 0;
  std::size_t begin = 0;  // of its text in Batch::texts
  std::size_t size = 0;
};

struct RejectedRow {
  RowSpan span;
  Error error;
  std::string value;
};

// What a run of rows became. The texts of all rows stand in one string.
struct Batch {
  std::vector<ledger::Submission> submissions;
  std::vector<RowSpan> spans;  // of the submissions
  std::vector<RejectedRow> rejects;
  std::string texts;
  std::size_t bytes = 0;
  std::uint64_t skipped = 0;
  ImportProgress progress;

  std::size_t rows() const { return submissions.size() + rejects.size(); }

  RowSpan keep(const CsvRow& row) {
    const RowSpan span{row.line, row.number, texts.size(), row.text.size()};
    texts.append(row.text);
    bytes += row.text.size();
    return span;
  }
  std::string_view text_of(const RowSpan& span) const {
    return std::string_view(texts).substr(span.begin, span.size);
  }
};

}  // namespace

class CsvImport::Run {
 public:
  Run(std::string path, CsvReader reader, RowFacts rows, std::optional<RejectsFile> rejects,
      ImportOptions options)
      : path_(std::move(path)),
        reader_(std::move(reader)),
        rows_(std::move(rows)),
        rejects_(std::move(rejects)),
        options_(std::move(options)) {}

  ImportStatistics run(const Sink& sink);
  void reject(const RowPlace& place, const Error& error);
  void stop() { stopped_ = true; }

 private:
  // The reading thread.
  void produce() noexcept;
  void read_all();
  void add(const Result<CsvRow>& row);
  bool hand_over();

  // The caller's thread.
  void deliver(Batch& batch, const Sink& sink);
  void write_rejects();

  const std::string path_;
  CsvReader reader_;
  RowFacts rows_;
  program::FactCodec codec_;
  Batch filling_;
  std::exception_ptr failure_;  // read after the thread was joined

  BatchQueue<Batch> queue_{kBatchesMax};

  std::optional<RejectsFile> rejects_;
  ImportOptions options_;
  ImportStatistics statistics_;
  Batch* delivering_ = nullptr;
  bool stopped_ = false;
};

void CsvImport::Run::produce() noexcept {
  try {
    read_all();
  } catch (...) {
    failure_ = std::current_exception();
  }
  queue_.close();
}

void CsvImport::Run::read_all() {
  const std::size_t rows_max = std::max<std::size_t>(options_.batch_rows, 1);
  while (const auto row = reader_.next()) {
    add(*row);
    const bool full = filling_.rows() >= rows_max || filling_.bytes >= kBatchBytesMax;
    if (full && !hand_over()) return;
  }
  hand_over();
}

void CsvImport::Run::add(const Result<CsvRow>& row) {
  if (!row) {
    filling_.rejects.push_back({filling_.keep(reader_.current()), row.error(), {}});
    return;
  }
  auto id = rows_.read(*row);
  if (!id) {
    const auto column = static_cast<std::size_t>(id.error().place.column);
    std::string value(column == 0 ? std::string_view() : row->fields[column - 1]);
    id.error().place.file = path_;
    filling_.rejects.push_back({filling_.keep(*row), std::move(id).error(), std::move(value)});
  } else if (!*id) {
    ++filling_.skipped;
  } else {
    std::string fact = codec_.encode(rows_.fact());
    filling_.bytes += fact.size();
    filling_.spans.push_back(filling_.keep(*row));
    filling_.submissions.push_back({**std::move(id), std::move(fact)});
  }
}

// False: nobody wants more.
bool CsvImport::Run::hand_over() {
  filling_.progress = {reader_.bytes_read(), reader_.bytes_total(), reader_.current().number};
  Batch next;
  next.submissions.reserve(filling_.submissions.size());
  next.spans.reserve(filling_.spans.size());
  next.texts.reserve(filling_.texts.size());
  return queue_.push(std::exchange(filling_, std::move(next)));
}

ImportStatistics CsvImport::Run::run(const Sink& sink) {
  std::thread reading([this] { produce(); });
  try {
    while (!stopped_) {
      std::optional<Batch> batch = queue_.pop();
      if (!batch) break;
      deliver(*batch, sink);
    }
  } catch (...) {
    queue_.abandon();
    reading.join();
    throw;
  }
  queue_.abandon();
  reading.join();
  if (failure_) std::rethrow_exception(failure_);
  return statistics_;
}

void CsvImport::Run::deliver(Batch& batch, const Sink& sink) {
  statistics_.rows += batch.rows() + batch.skipped;
  statistics_.skipped += batch.skipped;
  statistics_.rejected += batch.rejects.size();
  statistics_.submitted += batch.submissions.size();
  delivering_ = &batch;
  if (!batch.submissions.empty()) {
    std::vector<RowPlace> places;
    places.reserve(batch.spans.size());
    for (const RowSpan& span : batch.spans) {
      places.push_back({span.line, span.row, batch.text_of(span)});
    }
    sink(batch.submissions, places);
  }
  write_rejects();
  delivering_ = nullptr;
  if (options_.progress) options_.progress(batch.progress);
}

// The rows of the book's refusals and of the mapping's, in the order of the file.
void CsvImport::Run::write_rejects() {
  if (!rejects_) return;
  std::ranges::stable_sort(delivering_->rejects, {},
                           [](const RejectedRow& row) { return row.span.row; });
  for (const RejectedRow& row : delivering_->rejects) {
    rejects_->add({row.error, row.value, delivering_->text_of(row.span)});
  }
  rejects_->flush();
}

void CsvImport::Run::reject(const RowPlace& place, const Error& error) {
  CHECK(delivering_ != nullptr, "reject() was called outside the sink");
  constexpr std::uint64_t line_max = std::numeric_limits<int>::max();
  const Batch& batch = *delivering_;
  const auto begin = static_cast<std::size_t>(place.text.data() - batch.texts.data());
  RejectedRow row{{place.line, place.row, begin, place.text.size()}, error, {}};
  row.error.place.file = path_;
  row.error.place.line = static_cast<int>(std::min(place.line, line_max));
  const std::string_view column = rows_.column_of(error.place.field);
  if (!column.empty()) row.error.place.field = column;
  ++statistics_.refused;
  delivering_->rejects.push_back(std::move(row));
}

CsvImport::CsvImport(std::unique_ptr<Run> run) : run_(std::move(run)) {}
CsvImport::CsvImport(CsvImport&&) noexcept = default;
CsvImport& CsvImport::operator=(CsvImport&&) noexcept = default;
CsvImport::~CsvImport() = default;

Result<CsvImport> CsvImport::open(const std::string& path, Mapping mapping, ImportOptions options) {
  TRY(auto reader, CsvReader::open(path, mapping.csv));
  TRY(auto rows, RowFacts::bind(std::move(mapping), reader.header(), reader.file_name()));
  std::optional<RejectsFile> rejects;
  if (!options.rejects_path.empty()) {
    TRY(rejects, RejectsFile::at(options.rejects_path));
  }
  return CsvImport(std::make_unique<Run>(path, std::move(reader), std::move(rows),
                                         std::move(rejects), std::move(options)));
}

ImportStatistics CsvImport::run(const Sink& sink) { return run_->run(sink); }
void CsvImport::reject(const RowPlace& place, const Error& error) { run_->reject(place, error); }
void CsvImport::stop() { run_->stop(); }

}  // namespace quits::exchange
