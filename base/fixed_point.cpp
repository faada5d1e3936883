#include "base/fixed_point.h"

#include <fmt/core.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "base/check.h"
#include "base/text.h"

namespace quits {
namespace {

constexpr std::uint64_t kPositiveMax = std::numeric_limits<std::int64_t>::max();

constexpr bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

constexpr std::uint64_t magnitude_of(std::int64_t value) {
  const auto bits = static_cast<std::uint64_t>(value);
  return value < 0 ? std::uint64_t{0} - bits : bits;
}

// The mistakes people make, named, because "not a number" alone does not tell what to change.
std::string what_is_wrong(std::string_view text) {
  if (text.find(',') != std::string_view::npos) return "a ',' has no meaning here";
  if (text.find_first_of(" \t") != std::string_view::npos) return "there are spaces in it";
  if (text.front() == '+') return "a leading '+' is not written";
  if (text.find_first_of("eE") != std::string_view::npos && is_digit(text.front())) {
    return "exponents are not read";
  }
  if (text.front() == '.' || text.substr(0, 2) == "-.") return "a digit must precede the point";
  if (text.back() == '.') return "a digit must follow the point";
  return "expected digits, with an optional '-' before and a fraction after '.'";
}

[[gnu::cold]] tl::unexpected<Error> refuse_grammar(std::string_view text) {
  std::string hint = "write it like 1234.50";
  if (text.empty()) return refuse(Code::bad_number, "a number is missing", std::move(hint));
  return refuse(Code::bad_number,
                fmt::format("{} is not a number: {}", in_quotes(text), what_is_wrong(text)),
                std::move(hint));
}

[[gnu::cold]] tl::unexpected<Error> refuse_range(std::string_view text, int places) {
  using Limits = std::numeric_limits<std::int64_t>;
  return refuse(Code::overflow, fmt::format("{} is out of range: expected {} to {}", in_quotes(text),
                                            fixed_point_to_string(Limits::min(), places, 0),
                                            fixed_point_to_string(Limits::max(), places, 0)));
}

[[gnu::cold]] tl::unexpected<Error> refuse_places(std::string_view text, int places) {
  return refuse(Code::inexact,
                places == 0 ? fmt::format("{} has decimal places: expected none", in_quotes(text))
                            : fmt::format("{} has too many decimal places: expected at most {}",
                                          in_quotes(text), places),
                "round it where it comes from; nothing is rounded silently");
}

}  // namespace

Result<std::int64_t> parse_fixed_point(std::string_view text, int places) {
  CHECK(places >= 0 && places <= kPowersOfTenMax, "{} places", places);
  const char* at = text.data();
  const char* const end = at + text.size();
  const bool negative = at != end && *at == '-';
  if (negative) ++at;

  std::uint64_t magnitude = 0;
  bool too_big = false;
  const auto push = [&](std::uint64_t factor, std::uint64_t digit) {
    too_big |= __builtin_mul_overflow(magnitude, factor, &magnitude);
    too_big |= __builtin_add_overflow(magnitude, digit, &magnitude);
  };

  const char* const units = at;
  for (; at != end && is_digit(*at); ++at) push(10, static_cast<std::uint64_t>(*at - '0'));
  if (at == units) return refuse_grammar(text);

  int missing = places;
  bool lost = false;
  if (at != end) {
    if (*at != '.') return refuse_grammar(text);
    const char* const fraction = ++at;
    for (; at != end && is_digit(*at); ++at) {
      if (missing > 0) {
        push(10, static_cast<std::uint64_t>(*at - '0'));
        --missing;
      } else {
        lost |= *at != '0';
      }
    }
    if (at != end || at == fraction) return refuse_grammar(text);
  }
  push(static_cast<std::uint64_t>(kPowersOfTen[static_cast<std::size_t>(missing)]), 0);

  if (too_big || magnitude > kPositiveMax + (negative ? 1 : 0)) return refuse_range(text, places);
  if (lost) return refuse_places(text, places);
  return static_cast<std::int64_t>(negative ? std::uint64_t{0} - magnitude : magnitude);
}

std::string fixed_point_to_string(std::int64_t value, int places, int places_min) {
  CHECK(places >= 0 && places <= kPowersOfTenMax, "{} places", places);
  CHECK(places_min >= 0 && places_min <= places, "{} of {} places", places_min, places);
  const auto unit = static_cast<std::uint64_t>(kPowersOfTen[static_cast<std::size_t>(places)]);
  const std::uint64_t magnitude = magnitude_of(value);
  std::uint64_t fraction = magnitude % unit;
  int shown = places;
  while (shown > places_min && fraction % 10 == 0) {
    fraction /= 10;
    --shown;
  }
  // From the last digit to the first: 19 digits, a point, a '-', and a '0' before the point.
  std::array<char, 24> digits;
  char* const end = digits.data() + digits.size();
  char* at = end;
  for (int i = 0; i < shown; ++i, fraction /= 10) *--at = static_cast<char>('0' + fraction % 10);
  if (shown > 0) *--at = '.';
  std::uint64_t whole = magnitude / unit;
  do {
    *--at = static_cast<char>('0' + whole % 10);
    whole /= 10;
  } while (whole != 0);
  if (value < 0) *--at = '-';
  return std::string(at, end);
}

std::string group_thousands(std::string_view plain) {
  const std::size_t sign = !plain.empty() && plain.front() == '-' ? 1 : 0;
  const std::size_t point = std::min(plain.find('.'), plain.size());
  std::string grouped;
  grouped.reserve(plain.size() + plain.size() / 3);
  for (std::size_t i = 0; i < plain.size(); ++i) {
    if (i > sign && i < point && (point - i) % 3 == 0) grouped += ',';
    grouped += plain[i];
  }
  return grouped;
}

}  // namespace quits
