#include "cli/progress.h"

#include <cstdio>

namespace quits::cli {
namespace {

constexpr std::int64_t kMicrosBetween = 100'000;
constexpr std::int64_t kMicrosPerSecond = 1'000'000;

std::uint64_t per_second(std::uint64_t count, std::int64_t micros) {
  const auto millis = static_cast<std::uint64_t>(micros / 1000);
  return millis == 0 ? 0 : count * 1000 / millis;
}

std::string minutes_and_seconds(std::int64_t seconds) {
  return fmt::format("{}:{:02}", seconds / 60, seconds % 60);
}

}  // namespace

Progress::Progress(const Output& output, std::string label, std::string unit)
    : on_(output.errors_on_terminal()), label_(std::move(label)), unit_(std::move(unit)) {}

void Progress::show(std::uint64_t done, std::uint64_t total, std::uint64_t count) {
  const std::int64_t now = watch_.micros();
  if (!on_ || (now < drawn_at_ + kMicrosBetween && done < total)) return;
  drawn_at_ = now;
  std::string line = label_;
  if (total > 0) line += fmt::format("  {:3} %", done * 100 / total);
  line += fmt::format("  {} {}  {} {}/s", grouped(std::to_string(count)), unit_,
                      grouped(std::to_string(per_second(count, now))), unit_);
  if (total > done && done > 0) {
    const auto left =
        static_cast<std::int64_t>(static_cast<std::uint64_t>(now / 1000) * (total - done) / done) *
        1000;
    line += fmt::format("  {} left", minutes_and_seconds(left / kMicrosPerSecond));
  }
  std::fprintf(stderr, "\r\x1b[K%s", line.c_str());
  std::fflush(stderr);
}

void Progress::clear() {
  if (!on_ || drawn_at_ < 0) return;
  std::fputs("\r\x1b[K", stderr);
  std::fflush(stderr);
  drawn_at_ = -1;
}

}  // namespace quits::cli
