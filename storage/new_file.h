// A file that appears under its name when it is complete, and never takes another one's place.
//
//   require_free(target);
//   const PartialFile partial(target);
//   write(partial.path());
//   sync_file(partial.path());
//   give_name(partial.path(), target);
#pragma once

#include <filesystem>

namespace quits::storage {

// Throws Failure unless a new file can be made there: already_exists, not_found (no such folder),
// read_only.
void require_free(const std::filesystem::path& target);

// The same for a book: nothing may be left of another one either. A log that stands beside a new
// book of its name would be laid over it.
void require_free_for_book(const std::filesystem::path& target);
// already_exists when -wal, -shm or -journal stands beside that name.
void require_no_companions(const std::filesystem::path& target);

// A file beside `target` to write into; what is left of it goes with the object.
class PartialFile {
 public:
  explicit PartialFile(const std::filesystem::path& target);
  PartialFile(const PartialFile&) = delete;
  PartialFile& operator=(const PartialFile&) = delete;
  ~PartialFile() { remove(); }

  const std::filesystem::path& path() const { return path_; }

 private:
  void remove();

  std::filesystem::path path_;
};

// To the disk. Throws Failure(disk_full, unavailable). Works for folders too.
void sync_file(const std::filesystem::path& path);

// The finished file becomes `target`, durably; its old name may stay. Throws
// Failure(already_exists, unavailable).
void give_name(const std::filesystem::path& path, const std::filesystem::path& target);

// A finished book that nobody has open becomes one whole file, without a log beside it, until it is
// opened to write again. Throws Failure(locked) while somebody has it open. (In sqlite_backup.cpp.)
void make_single_file(const std::filesystem::path& book);

}  // namespace quits::storage
