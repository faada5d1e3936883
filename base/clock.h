// Time, and the only place that may ask the machine for it. Everything else is handed a Clock, so
// that a test decides what time it is and replays give the same book.
//
//   ManualClock clock(Timestamp{0});
//   clock.advance(1'000'000);   clock.now().to_string() == "1970-01-01T00:00:01.000000Z"
#pragma once

#include <atomic>
#include <chrono>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/date.h"
#include "base/result.h"

namespace quits {

// Microseconds since 1970-01-01T00:00:00 UTC; leap seconds are not counted.
struct Timestamp {
  std::int64_t micros = 0;

  // "2026-03-04T10:11:12.123456Z": zero to six fraction digits, the Z is required. Refuses with
  // bad_date or date_out_of_range.
  static Result<Timestamp> parse(std::string_view text);

  // The UTC day.
  Date date() const;
  // Always six fraction digits, so that text order is time order (years 1900 to 9999).
  std::string to_string() const;

  constexpr auto operator<=>(const Timestamp&) const = default;
};

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Timestamp now() = 0;
};

// The machine's wall clock. It may step backwards.
class SystemClock final : public Clock {
 public:
  Timestamp now() override;
};

// Stands still until told otherwise. Safe to read from one thread while another sets it.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Timestamp start = Timestamp{}) : micros_(start.micros) {}

  Timestamp now() override { return Timestamp{micros_.load()}; }
  void set(Timestamp now) { micros_.store(now.micros); }
  void advance(std::int64_t micros) { micros_.fetch_add(micros); }

 private:
  std::atomic<std::int64_t> micros_;
};

// Elapsed time for progress and timings. It never steps backwards and never reaches a book.
class Stopwatch {
 public:
  Stopwatch() : start_(std::chrono::steady_clock::now()) {}

  std::int64_t micros() const { return nanos() / 1000; }
  std::int64_t nanos() const;
  void restart() { start_ = std::chrono::steady_clock::now(); }

 private:
  std::chrono::steady_clock::time_point start_;
};

}  // namespace quits
