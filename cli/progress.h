// One line on the terminal while something takes long: how far, how fast, how much longer.
//
//   Progress progress(output, "sales.csv", "rows");
//   progress.show(bytes_read, bytes_total, rows);   // sales.csv   43 %   120,000 rows   61,000
//   rows/s   0:12 left progress.clear();
//
// Silent where standard error is no terminal. Drawn at most ten times a second.
#pragma once

#include <cstdint>
#include <string>

#include "base/clock.h"
#include "cli/output.h"

namespace quits::cli {

class Progress {
 public:
  Progress(const Output& output, std::string label, std::string unit);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress() { clear(); }

  // `done` of `total` decides share and remaining time (total zero: not known); `count` is what
  // people count.
  void show(std::uint64_t done, std::uint64_t total, std::uint64_t count);
  // Before anything else is written to the terminal.
  void clear();

 private:
  bool on_;
  std::string label_;
  std::string unit_;
  Stopwatch watch_;
  std::int64_t drawn_at_ = -1;  // microseconds; -1: nothing stands on the terminal
};

}  // namespace quits::cli
