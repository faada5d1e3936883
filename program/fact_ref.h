// How facts name each other.
#pragma once

#include <string>

namespace quits::program {

// A fact by its caller's id; an empty source means the source of the fact that names it.
struct FactRef {
  std::string source;
  std::string id;
  bool operator==(const FactRef&) const = default;
};

}  // namespace quits::program
