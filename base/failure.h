// A failure of the world: disk, network, a corrupt row. The one exception type we throw for it.
// Three places catch it: the commit's retry, the service dispatch and `main` of the program.
//
//   throw Failure(Code::disk_full, "cannot append to the book", "free some space and try again");
#pragma once

#include <stdexcept>
#include <string>
#include <utility>

#include "base/error.h"

namespace quits {

class Failure : public std::runtime_error {
 public:
  explicit Failure(Code code, const std::string& message, std::string hint = std::string())
      : std::runtime_error(message), code_(code), hint_(std::move(hint)) {}

  Code code() const noexcept { return code_; }
  const std::string& hint() const noexcept { return hint_; }

  // The same as a value, for the rim where every answer is an Error.
  Error to_error() const { return Error{code_, what(), hint_, Place{}}; }

 private:
  Code code_;
  std::string hint_;
};

}  // namespace quits
