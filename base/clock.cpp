#include "base/clock.h"

#include <fmt/core.h>

#include "base/text.h"

namespace quits {
namespace {

constexpr std::int64_t kSecond = 1'000'000;
constexpr std::size_t kSecondsEnd = 19;  // of "2026-03-04T10:11:12"
constexpr std::size_t kFractionDigitsMax = 6;

constexpr bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

// Two digits below `limit`, or -1.
int two_digits(std::string_view text, std::size_t at, int limit) {
  if (!is_digit(text[at]) || !is_digit(text[at + 1])) return -1;
  const int value = (text[at] - '0') * 10 + (text[at + 1] - '0');
  return value < limit ? value : -1;
}

// The microseconds of ".123456Z", ".5Z" or "Z"; -1 for anything else.
std::int64_t fraction_of(std::string_view text) {
  if (text == "Z") return 0;
  if (text.size() < 3 || text.size() > kFractionDigitsMax + 2) return -1;
  if (text.front() != '.' || text.back() != 'Z') return -1;
  std::int64_t micros = 0;
  std::int64_t place = kSecond;
  for (const char letter : text.substr(1, text.size() - 2)) {
    if (!is_digit(letter)) return -1;
    place /= 10;
    micros += (letter - '0') * place;
  }
  return micros;
}

[[gnu::cold]] tl::unexpected<Error> refuse_timestamp(std::string_view text) {
  return refuse(
      Code::bad_date,
      fmt::format("{} is not a time: expected yyyy-mm-ddThh:mm:ss[.ffffff]Z", in_quotes(text)),
      "write it in UTC like 2026-03-04T10:11:12Z");
}

}  // namespace

Result<Timestamp> Timestamp::parse(std::string_view text) {
  if (text.size() <= kSecondsEnd || text[10] != 'T' || text[13] != ':' || text[16] != ':') {
    return refuse_timestamp(text);
  }
  const int hour = two_digits(text, 11, 24);
  const int minute = two_digits(text, 14, 60);
  const int second = two_digits(text, 17, 60);
  const std::int64_t fraction = fraction_of(text.substr(kSecondsEnd));
  if (hour < 0 || minute < 0 || second < 0 || fraction < 0) return refuse_timestamp(text);
  TRY(const Date day, Date::parse_iso(text.substr(0, 10)));
  const std::int64_t seconds =
      ((std::int64_t{day.days_since_epoch()} * 24 + hour) * 60 + minute) * 60 + second;
  return Timestamp{seconds * kSecond + fraction};
}

Date Timestamp::date() const {
  return Date(std::chrono::floor<std::chrono::days>(
      std::chrono::sys_time<std::chrono::microseconds>(std::chrono::microseconds(micros))));
}

std::string Timestamp::to_string() const {
  // The remainder is taken first: the start of the first day may lie outside 64 bits.
  constexpr std::int64_t kDay = 86'400 * kSecond;
  std::int64_t rest = micros % kDay;
  if (rest < 0) rest += kDay;
  const std::int64_t seconds = rest / kSecond;
  return fmt::format("{}T{:02}:{:02}:{:02}.{:06}Z", date().to_string(), seconds / 3600,
                     seconds / 60 % 60, seconds % 60, rest % kSecond);
}

Timestamp SystemClock::now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return Timestamp{std::chrono::duration_cast<std::chrono::microseconds>(since).count()};
}

std::int64_t Stopwatch::nanos() const {
  const auto elapsed = std::chrono::steady_clock::now() - start_;
  return std::chrono::duration_cast<std::chrono::nanoseconds>(elapsed).count();
}

}  // namespace quits
