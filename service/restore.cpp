#include "service/restore.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <vector>

#include "base/failure.h"
#include "service/book_file.h"
#include "service/log_file.h"
#include "storage/lock_file.h"
#include "storage/new_file.h"

namespace quits::service {
namespace {

constexpr std::size_t kRecordsPerCommit = 2000;

void show(const RestoreProgress& progress, const char* doing, std::uint64_t done,
          std::uint64_t total) {
  if (progress) progress(doing, done, total);
}

Status check_root(const std::filesystem::path& source, const Hash& root,
                  const std::optional<Hash>& expected) {
  if (!expected || *expected == root) return {};
  return refuse(
      Code::log_differs,
      fmt::format("the root of {} is {}, not {}", source.string(), to_hex(root), to_hex(*expected)),
      "use another copy, and keep this one: it may show that a log was changed");
}

// Everything rebuilt and compared; the first finding as a refusal.
Result<ledger::VerifyReport> verified(BookFile& book, const std::filesystem::path& source,
                                      const RestoreProgress& progress) {
  ledger::VerifyReport report = book.verify(true, [&](std::uint64_t done, std::uint64_t total) {
    show(progress, "verifying", done, total);
  });
  for (const ledger::CheckReport& check : report.checks) {
    if (check.findings.empty()) continue;
    const ledger::Finding& finding = check.findings.front();
    const std::string place =
        finding.sequence == 0 ? std::string() : fmt::format("entry {}: ", finding.sequence);
    return refuse(Code::internal_mismatch,
                  fmt::format("{} is not sound: not so: {}. {}{}", source.string(), check.sentence,
                              place, finding.what),
                  "no book was made; use another copy");
  }
  return report;
}

// The entries under the newest root that the log recorded.
std::uint64_t vouched_in(storage::Database& database) {
  const auto closed = ledger::closed_periods(database);
  return closed.empty() ? 0 : closed.back().closed_by.value - 1;
}

// The records of the file that the book has already must be the same.
Status compare_beginning(LogFileReader& reader, ledger::Book& book,
                         const std::filesystem::path& partial) {
  const std::uint64_t known = book.log().size();
  bool same = true;
  std::string bytes;
  book.log().scan({1}, {known}, [&](Sequence, std::span<const std::byte> stored) {
    same = reader.next(bytes) && std::ranges::equal(stored, std::as_bytes(std::span(bytes)));
    return same;
  });
  if (same) return {};
  return refuse(Code::log_differs,
                fmt::format("{} was left by the import of another log", partial.string()),
                fmt::format("remove it and begin again: rm {}*", partial.string()));
}

// A record that fits no book, although it can be read.
Status put_back(const std::filesystem::path& source, ledger::Book& book,
                std::span<const std::string> batch) {
  try {
    book.restore(batch);
    return {};
  } catch (const Failure& failure) {
    if (exit_code_of(failure.code()) != exit_code_of(Code::corrupt)) throw;
    const std::uint64_t good = book.log().size();
    return refuse(Code::corrupt,
                  fmt::format("{} is damaged between the entries {} and {}: {}", source.string(),
                              good + 1, good + batch.size(), failure.what()),
                  "no book was made; use another copy");
  }
}

Result<std::uint64_t> put_back_all(const RestoreRequest& request, BookFile& file,
                                   const std::filesystem::path& partial, std::uint64_t entries,
                                   const RestoreProgress& progress) {
  LogFileReader reader(request.source);
  ledger::Book& book = file.book();
  const std::uint64_t resumed = book.log().size();
  TRY_STATUS(compare_beginning(reader, book, partial));
  std::vector<std::string> batch;
  for (std::uint64_t done = resumed; done < entries; done += batch.size()) {
    batch.resize(std::min<std::uint64_t>(kRecordsPerCommit, entries - done));
    for (std::string& bytes : batch) {
      if (!reader.next(bytes))
        return refuse(Code::log_differs,
                      fmt::format("{} has become shorter", request.source.string()));
    }
    TRY_STATUS(put_back(request.source, book, batch));
    show(progress, "importing", done + batch.size(), entries);
  }
  return resumed;
}

// The book under its working name: everything in it, verified, and closed again. How many entries
// it had before.
Result<std::uint64_t> fill(const RestoreRequest& request, const LogFileSummary& summary,
                           const std::filesystem::path& partial, Clock& clock,
                           const RestoreProgress& progress) {
  const auto mode = std::filesystem::exists(partial) ? storage::Mode::open : storage::Mode::create;
  BookFile file(partial.string(), mode, clock);
  if (file.book().log().size() > summary.entries) {
    return refuse(
        Code::log_differs,
        fmt::format("{} has more entries than {}", partial.string(), request.source.string()),
        fmt::format("remove it and begin again: rm {}*", partial.string()));
  }
  TRY(const std::uint64_t resumed, put_back_all(request, file, partial, summary.entries, progress));
  TRY(const ledger::VerifyReport report, verified(file, request.source, progress));
  TRY_STATUS(check_root(request.source, report.root, summary.root));
  return resumed;
}

void remove_book(const std::filesystem::path& book) {
  std::error_code ignored;
  for (const char* companion : {"", "-wal", "-shm", "-journal"})
    std::filesystem::remove(book.string() + companion, ignored);
}

// What an import that died left, and what is no beginning: nothing in it yet; or the book has got
// its name, and this is only another name of it.
void drop_what_is_no_beginning(const std::filesystem::path& partial) {
  std::error_code error;
  const auto names = std::filesystem::hard_link_count(partial, error);
  const bool begun = !error && names == 1 && std::filesystem::file_size(partial, error) > 0;
  if (!begun) remove_book(partial);
}

// One whole file, on the disk, under its name.
void put_in_place(const std::filesystem::path& partial, const std::filesystem::path& book) {
  storage::make_single_file(partial);
  storage::sync_file(partial);
  storage::require_free_for_book(book);
  storage::give_name(partial, book);
}

}  // namespace

Result<Restored> import_log(const RestoreRequest& request, Clock& clock,
                            const RestoreProgress& progress) {
  storage::require_free_for_book(request.book);
  TRY(const LogFileSummary summary,
      inspect_log_file(request.source, [&](std::uint64_t done, std::uint64_t total) {
        show(progress, "reading", done, total);
      }));
  TRY_STATUS(check_root(request.source, summary.root, request.root));
  const std::filesystem::path partial = request.book.string() + ".importing";
  const storage::LockFile alone(partial.string() + "-lock");
  if (!alone.held()) {
    return refuse(Code::locked, fmt::format("{} is being imported already", request.book.string()),
                  "wait for that import to end");
  }
  storage::require_free_for_book(request.book);  // the import before this one may have made it
  drop_what_is_no_beginning(partial);
  const auto resumed = fill(request, summary, partial, clock, progress);
  if (!resumed) {
    // What does not fit or hold will not do so next time either.
    if (exit_code_of(resumed.error().code) == exit_code_of(Code::corrupt)) remove_book(partial);
    return refuse(resumed.error());
  }
  put_in_place(partial, request.book);
  remove_book(partial);
  return Restored{summary.entries, summary.root, summary.vouched, *resumed};
}

Result<Restored> restore_backup(const RestoreRequest& request, Clock& clock,
                                const RestoreProgress& progress) {
  storage::require_free_for_book(request.book);
  const storage::PartialFile partial(request.book);
  storage::open_database(request.source.string(), storage::Mode::open_read_only)
      ->backup_to(partial.path());
  Restored restored;
  {
    BookFile file(partial.path().string(), storage::Mode::open, clock);
    TRY(const ledger::VerifyReport report, verified(file, request.source, progress));
    TRY_STATUS(check_root(request.source, report.root, request.root));
    restored.entries = report.entries;
    restored.root = report.root;
    restored.vouched = vouched_in(file.database());
  }
  put_in_place(partial.path(), request.book);
  return restored;
}

Result<Restored> restore(const RestoreRequest& request, Clock& clock,
                         const RestoreProgress& progress) {
  constexpr std::string_view kSqlite("SQLite format 3\0", 16);
  std::array<char, kSqlite.size()> head{};
  std::ifstream in(request.source, std::ios::binary);
  in.read(head.data(), head.size());
  const bool is_backup = std::string_view(head.data(), head.size()) == kSqlite;
  return is_backup ? restore_backup(request, clock, progress)
                   : import_log(request, clock, progress);
}

}  // namespace quits::service
