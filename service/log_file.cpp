#include "service/log_file.h"

#include <fmt/core.h>
#include <quits/v1/fact.pb.h>

#include <cerrno>
#include <cstring>

#include "base/failure.h"
#include "ledger/encoding.h"

namespace quits::service {
namespace {

constexpr unsigned kVarintBits = 7;
constexpr unsigned kLengthBytesMax = 5;

// Reads a log file and keeps what is known to be good of it.
class Inspection {
 public:
  explicit Inspection(const std::filesystem::path& file) : reader_(file), file_(file) {}

  Result<LogFileSummary> run(const std::function<void(std::uint64_t, std::uint64_t)>& progress);

 private:
  Status take(const std::string& bytes);
  Status check_recorded_root(const ledger::Record& record);
  tl::unexpected<Error> damaged(const std::string& what, std::uint64_t entries,
                                std::uint64_t bytes) const;

  LogFileReader reader_;
  std::filesystem::path file_;
  Hasher hasher_;
  ledger::RecordCodec codec_;
  ledger::Record record_;
  ledger::MerkleFrontier frontier_;
  std::uint64_t good_bytes_ = 0;     // of the records taken so far
  std::uint64_t vouched_ = 0;        // entries before the newest close whose root was right
  std::uint64_t vouched_bytes_ = 0;  // up to the end of that close
};

tl::unexpected<Error> Inspection::damaged(const std::string& what, std::uint64_t entries,
                                          std::uint64_t bytes) const {
  if (entries == 0)
    return refuse(Code::corrupt, fmt::format("{} is damaged: {}", file_.string(), what),
                  "use another copy of the log");
  return refuse(Code::corrupt,
                fmt::format("{} is damaged: {}; good are the entries 1 to {}, {} bytes",
                            file_.string(), what, entries, bytes),
                fmt::format("use another copy, or keep what is good: head -c {} {} > good.log",
                            bytes, file_.string()));
}

Status Inspection::check_recorded_root(const ledger::Record& record) {
  if (record.kind() != ledger::FactKind::period_closed) return {};
  const std::uint64_t entry = record.sequence.value;
  v1::Fact fact;
  const bool readable = fact.ParseFromString(record.fact);
  if (readable && fact.period_closed().tree_size() == entry - 1 &&
      fact.period_closed().tree_root() == to_hex(frontier_.root(hasher_))) {
    vouched_ = entry - 1;
    return {};
  }
  return damaged(fmt::format("entry {} recorded another root over the entries before it, so one of "
                             "the entries {} to {} was changed",
                             entry, vouched_ == 0 ? 1 : vouched_ + 1, entry),
                 vouched_ == 0 ? 0 : vouched_ + 1, vouched_bytes_);
}

Status Inspection::take(const std::string& bytes) {
  const auto stored = std::as_bytes(std::span(bytes));
  const std::uint64_t entry = frontier_.size() + 1;
  const std::string place = fmt::format("entry {} at byte {}", entry, good_bytes_);
  record_.sequence = {entry};
  try {
    codec_.decode(stored, record_);
  } catch (const Failure& failure) {
    if (failure.code() != Code::corrupt) throw;
    return damaged(fmt::format("{} cannot be read", place), entry - 1, good_bytes_);
  }
  if (record_.sequence.value != entry) {
    if (entry == 1) {
      return refuse(Code::corrupt,
                    fmt::format("{} begins with entry {}, not with entry 1", file_.string(),
                                record_.sequence.value),
                    "put the parts of an export behind each other, the first one first: cat a.log "
                    "b.log > whole.log");
    }
    return damaged(fmt::format("{} says that it is entry {}", place, record_.sequence.value),
                   entry - 1, good_bytes_);
  }
  const std::uint64_t vouched_before = vouched_;
  TRY_STATUS(check_recorded_root(record_));
  frontier_.append(hasher_, hasher_.leaf(stored));
  good_bytes_ = reader_.offset();
  if (vouched_ != vouched_before) vouched_bytes_ = good_bytes_;
  return {};
}

Result<LogFileSummary> Inspection::run(
    const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
  constexpr std::uint64_t kProgressEvery = 1000;
  std::string bytes;
  try {
    while (reader_.next(bytes)) {
      TRY_STATUS(take(bytes));
      if (progress && frontier_.size() % kProgressEvery == 0)
        progress(reader_.offset(), reader_.size());
    }
  } catch (const Failure& failure) {
    if (failure.code() != Code::corrupt) throw;
    return damaged(failure.what(), frontier_.size(), good_bytes_);
  }
  if (frontier_.size() == 0)
    return refuse(Code::corrupt, fmt::format("{} holds no entries", file_.string()),
                  "use another copy of the log");
  return LogFileSummary{frontier_.size(), frontier_.root(hasher_), good_bytes_, vouched_};
}

}  // namespace

void append_framed(std::span<const std::byte> record, std::string& out) {
  auto length = record.size();
  for (; length >> kVarintBits != 0; length >>= kVarintBits)
    out.push_back(static_cast<char>(0x80U | (length & 0x7FU)));
  out.push_back(static_cast<char>(length));
  out.append(reinterpret_cast<const char*>(record.data()), record.size());
}

LogFileReader::LogFileReader(const std::filesystem::path& file) : path_(file) {
  std::error_code error;
  if (!std::filesystem::exists(file, error))
    throw Failure(Code::not_found, fmt::format("there is no file {}", file.string()),
                  "check the path");
  size_ = std::filesystem::file_size(file, error);
  if (!error) in_.open(file, std::ios::binary);
  if (error || !in_) {
    throw Failure(Code::unavailable,
                  fmt::format("cannot read {}: {}", file.string(),
                              error ? error.message() : std::strerror(errno)),
                  "give a file that can be read");
  }
}

// The length of the next record, which ends within the file. The offset stays where the record
// begins.
LogFileReader::Length LogFileReader::read_length() {
  std::uint64_t length = 0;
  for (unsigned i = 0; i < kLengthBytesMax; ++i) {
    const int byte = in_.get();
    if (byte == std::ifstream::traits_type::eof()) {
      throw Failure(Code::corrupt,
                    fmt::format("it ends at byte {}, within the length of a record", size_));
    }
    length |= (static_cast<std::uint64_t>(byte) & 0x7FU) << (kVarintBits * i);
    if ((static_cast<unsigned>(byte) & 0x80U) != 0) continue;
    const std::uint64_t rest = size_ - std::min(size_, offset_ + i + 1);
    if (length > kLogRecordBytesMax) break;
    if (length > rest) {
      throw Failure(Code::corrupt,
                    fmt::format("it ends at byte {}, within the record that begins at byte {}",
                                size_, offset_));
    }
    return {length, i + 1 + length};
  }
  throw Failure(Code::corrupt, fmt::format("at byte {} stands no length of a record", offset_));
}

bool LogFileReader::next(std::string& record) {
  if (offset_ >= size_) return false;
  const Length length = read_length();
  record.resize(length.record);
  in_.read(record.data(), static_cast<std::streamsize>(length.record));
  if (static_cast<std::uint64_t>(in_.gcount()) != length.record) {
    throw Failure(Code::unavailable,
                  fmt::format("cannot read {} at byte {}", path_.string(), offset_),
                  "check the disk, then try again");
  }
  offset_ += length.framed;
  return true;
}

Result<LogFileSummary> inspect_log_file(
    const std::filesystem::path& file,
    const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
  return Inspection(file).run(progress);
}

}  // namespace quits::service
