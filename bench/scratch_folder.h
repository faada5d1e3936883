// A folder for the files of one benchmark, below TMPDIR; it goes with its owner.
#pragma once

#include <fmt/core.h>
#include <unistd.h>

#include <filesystem>
#include <string>

namespace quits::bench {

class ScratchFolder {
 public:
  ScratchFolder() {
    static int made = 0;
    path_ =
        std::filesystem::temp_directory_path() / fmt::format("quits-bench-{}-{}", getpid(), ++made);
    std::filesystem::create_directory(path_);
  }
  ~ScratchFolder() {
    std::error_code ignored;  // what is left over harms nobody
    std::filesystem::remove_all(path_, ignored);
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;

  std::string file(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

}  // namespace quits::bench
