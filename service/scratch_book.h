// A book for the time of a question: a temporary file that only this process reads, and gone
// afterwards.
#pragma once

#include <filesystem>
#include <optional>

#include "service/book_file.h"

namespace quits::service {

class ScratchBook {
 public:
  // Throws Failure(unavailable) where no temporary file can be made.
  ScratchBook();
  ScratchBook(const ScratchBook&) = delete;
  ScratchBook& operator=(const ScratchBook&) = delete;
  ~ScratchBook();

  BookFile& file() { return *file_; }
  ManualClock& clock() { return clock_; }

 private:
  ManualClock clock_;
  std::filesystem::path folder_;
  std::optional<BookFile> file_;
};

}  // namespace quits::service
