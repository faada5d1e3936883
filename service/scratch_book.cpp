#include "service/scratch_book.h"

#include <stdlib.h>  // NOLINT: mkdtemp is not in <cstdlib>

#include <string>

#include "base/failure.h"

namespace quits::service {
namespace {

std::filesystem::path make_folder() {
  std::error_code error;
  const std::filesystem::path parent = std::filesystem::temp_directory_path(error);
  std::string name = (parent / "quits-XXXXXX").string();
  if (error || mkdtemp(name.data()) == nullptr) {
    throw Failure(Code::unavailable, "no temporary file can be made in " + parent.string(),
                  "set TMPDIR to a folder with room for a copy of the book");
  }
  return name;
}

}  // namespace

ScratchBook::ScratchBook() : folder_(make_folder()) {
  file_.emplace((folder_ / "replay.quits").string(), storage::Mode::create, clock_);
}

ScratchBook::~ScratchBook() {
  file_.reset();
  std::error_code ignored;  // what is left is in the folder for temporary files
  std::filesystem::remove_all(folder_, ignored);
}

}  // namespace quits::service
