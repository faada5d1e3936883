// A file that only one process at a time may hold: whoever comes second is told so, not made to
// wait. The lock goes with the process, however it ends.
//
//   const LockFile alone(book + ".importing-lock");
//   if (!alone.held()) return refuse(Code::locked, ...);
#pragma once

#include <filesystem>

namespace quits::storage {

class LockFile {
 public:
  // Throws Failure(unavailable) when the file cannot be made.
  explicit LockFile(std::filesystem::path path);
  LockFile(const LockFile&) = delete;
  LockFile& operator=(const LockFile&) = delete;
  ~LockFile();  // removes the file

  bool held() const { return descriptor_ >= 0; }

 private:
  std::filesystem::path path_;
  int descriptor_ = -1;
};

}  // namespace quits::storage
