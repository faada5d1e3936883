// A book with a million sales (or QUITS_BENCH_ENTRIES) of a thousand partners over three months,
// made once per run.
#pragma once

#include <cstddef>
#include <string>

namespace quits::bench {

// QUITS_BENCH_ENTRIES, or the number given.
std::size_t entries_wanted(std::size_t otherwise);

struct GrownBook {
  std::string file;
  std::size_t entries = 0;  // sales
};

// The first call makes it; it goes when the program ends.
const GrownBook& grown_book();

// A book at `file` with that many sales of that many partners, all in 2025-01 and the months after
// it.
void grow_book(const std::string& file, std::size_t entries, std::size_t partners,
               std::size_t months);

}  // namespace quits::bench
