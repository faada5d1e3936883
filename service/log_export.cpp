#include "service/log_export.h"

#include <fmt/core.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

#include "base/failure.h"
#include "ledger/log.h"
#include "ledger/tree_nodes.h"
#include "service/log_file.h"
#include "storage/database.h"
#include "storage/new_file.h"

namespace quits::service {
namespace {

// A file that is first compared, as far as it goes, and then written on.
class ExportFile {
 public:
  explicit ExportFile(const std::filesystem::path& path) : path_(path) {
    std::error_code error;
    if (std::filesystem::exists(path, error)) {
      size_ = std::filesystem::file_size(path, error);
      if (!error) in_.open(path, std::ios::binary);
      if (error || !in_) throw failed("read");
    } else {
      storage::require_free(path);
    }
  }

  std::uint64_t size() const { return size_; }
  std::uint64_t offset() const { return offset_; }

  // The next bytes of the file must be these, or the beginning of these and then the end. False:
  // they are not.
  bool take(std::string_view bytes) {
    const std::uint64_t known =
        std::min<std::uint64_t>(size_ - std::min(size_, offset_), bytes.size());
    if (known > 0) {
      found_.resize(known);
      in_.read(found_.data(), static_cast<std::streamsize>(known));
      if (static_cast<std::uint64_t>(in_.gcount()) != known) throw failed("read");
      const auto same =
          std::mismatch(found_.begin(), found_.end(), bytes.begin()).first - found_.begin();
      offset_ += static_cast<std::uint64_t>(same);
      if (static_cast<std::uint64_t>(same) != known) return false;
      bytes.remove_prefix(known);
    }
    if (!bytes.empty()) write(bytes);
    return true;
  }

  void finish() {
    if (out_.is_open()) out_.close();
    if (!out_) throw failed("write");
    std::error_code error;
    if (!std::filesystem::exists(path_, error)) return;  // nothing was asked for
    // What an export that died has written is as little on the disk as what this one has.
    storage::sync_file(path_);
    storage::sync_file(std::filesystem::absolute(path_).parent_path());
  }

 private:
  void write(std::string_view bytes) {
    if (!out_.is_open()) out_.open(path_, std::ios::binary | std::ios::app);
    out_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!out_) throw failed("write");
    offset_ += bytes.size();
  }

  Failure failed(const char* doing) const {
    const int error = errno;
    return Failure(error == ENOSPC ? Code::disk_full : Code::unavailable,
                   fmt::format("cannot {} {}: {}", doing, path_.string(),
                               error == 0 ? "no reason given" : std::strerror(error)),
                   "the same command goes on where it ended");
  }

  std::filesystem::path path_;
  std::ifstream in_;
  std::ofstream out_;
  std::string found_;
  std::uint64_t size_ = 0;    // when it was opened
  std::uint64_t offset_ = 0;  // so far the file is right
};

// The first entry of a file that holds any: 1 if that cannot be said, and then the comparison says
// what is wrong.
std::uint64_t first_entry_of(const std::filesystem::path& file) {
  std::error_code error;
  if (!std::filesystem::exists(file, error)) return 1;
  try {
    LogFileReader reader(file);
    std::string bytes;
    if (!reader.next(bytes)) return 1;
    ledger::RecordCodec codec;
    ledger::Record record;
    codec.decode(std::as_bytes(std::span(bytes)), record);
    return record.sequence.value;
  } catch (const Failure&) {
    return 1;
  }
}

}  // namespace

Result<LogExport> export_log(storage::Database& database, const LogExportRequest& request,
                             const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
  constexpr std::uint64_t kProgressEvery = 1000;
  const storage::Transaction snapshot(database, storage::Access::read);
  ledger::StoredTree tree(database);
  LogExport made;
  made.last = tree.size();
  made.first = request.from.value_or(first_entry_of(request.file));
  if (made.first == 0 || made.first > made.last + 1) {
    return refuse_field(
        "--from", Code::bad_value,
        fmt::format("the log has the entries 1 to {}, not {}", made.last, made.first));
  }
  ExportFile file(request.file);
  const std::uint64_t size_before = file.size();
  std::uint64_t differs = 0;  // the first entry that the file does not hold as the book does
  std::string framed;
  ledger::Log log(database);
  log.scan({made.first}, {made.last}, [&](Sequence entry, std::span<const std::byte> bytes) {
    framed.clear();
    append_framed(bytes, framed);
    if (!file.take(framed)) differs = entry.value;
    if (file.offset() > size_before) ++made.appended;
    if (progress && entry.value % kProgressEvery == 0)
      progress(entry.value - made.first, made.last - made.first + 1);
    return differs == 0;
  });
  if (differs != 0 || size_before > file.offset()) {
    const std::string where =
        differs == 0 ? fmt::format("it goes on behind entry {}, the newest of the book", made.last)
                     : fmt::format("they part at byte {}, in entry {}", file.offset(), differs);
    return refuse(Code::log_differs,
                  fmt::format("{} does not hold this book's log: {}", request.file.string(), where),
                  "keep both as they are and find out why; or export into a new file");
  }
  file.finish();
  made.bytes = file.offset();
  TRY(const ledger::TreeHead head, tree.head(made.last));
  made.root = head.root;
  return made;
}

}  // namespace quits::service
