// A temporary directory that lives as long as the object and takes its contents with it.
//
// It is made under TMPDIR, or /tmp, with a name nobody else has, so tests may run side by side.
// When the environment variable QUITS_KEEP_SCRATCH is set, the directory stays and its path is
// printed.
//
//   ScratchDirectory scratch;
//   auto book = scratch / "book.quits";
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace quits::test {

class ScratchDirectory {
 public:
  // Throws std::filesystem::filesystem_error when no directory can be made.
  ScratchDirectory();
  ~ScratchDirectory();
  ScratchDirectory(const ScratchDirectory&) = delete;
  ScratchDirectory& operator=(const ScratchDirectory&) = delete;

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(std::string_view name) const { return path_ / name; }

  // Writes a file inside the directory, byte for byte, and returns its path.
  std::filesystem::path write(std::string_view name, std::string_view contents) const;

 private:
  std::filesystem::path path_;
};

// The whole file, byte for byte. Throws std::runtime_error when it cannot be read.
std::string read_file(const std::filesystem::path& file);

}  // namespace quits::test
