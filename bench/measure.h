// Wall time and CPU time (user and system, all threads) of what runs between start() and stop(),
// summed up.
//
// Both, because a shared machine stretches the one and hardly touches the other.
#pragma once

#include <algorithm>
#include <cstdint>
#include <ctime>
#include <vector>

#include "base/clock.h"

namespace quits::bench {

class Measure {
 public:
  void start() {
    cpu_start_ = std::clock();
    watch_.restart();
  }
  void stop() {
    const std::int64_t lap = watch_.micros();
    cpu_ += std::clock() - cpu_start_;
    wall_micros_ += lap;
    laps_.push_back(lap);
  }

  double wall_seconds() const { return static_cast<double>(wall_micros_) / 1e6; }
  double cpu_seconds() const { return static_cast<double>(cpu_) / CLOCKS_PER_SEC; }

  // Of the laps.
  double median_micros() const {
    std::vector<std::int64_t> sorted = laps_;
    const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
    std::nth_element(sorted.begin(), middle, sorted.end());
    return sorted.empty() ? 0 : static_cast<double>(*middle);
  }

 private:
  Stopwatch watch_;
  std::clock_t cpu_start_ = 0;
  std::clock_t cpu_ = 0;
  std::int64_t wall_micros_ = 0;
  std::vector<std::int64_t> laps_;
};

template <class Work>
void timed(Measure& measure, const Work& work) {
  measure.start();
  work();
  measure.stop();
}

}  // namespace quits::bench
