#include "exchange/number_style.h"

#include <fmt/core.h>

#include <array>
#include <string>

#include "base/text.h"

namespace quits::exchange {

Result<NumberStyle> NumberStyle::declared(std::string_view separator) {
  NumberStyle style;
  if (separator.empty()) return style;
  if (separator != "." && separator != ",") {
    return refuse(Code::bad_value, fmt::format("{} is not a decimal separator", in_quotes(separator)),
                  "write \".\" or \",\"");
  }
  style.point_ = separator.front();
  style.grouping_ = style.point_ == '.' ? ',' : '.';
  return style;
}

Result<Decimal> NumberStyle::parse(std::string_view text) const {
  if (is_declared()) return parse_grouped(text);
  Result<Decimal> number = Decimal::parse(text);
  if (!number && text.find(',') != std::string_view::npos) {
    number.error().hint =
        "give decimal_separator if ',' is the decimal point or groups thousands in this column";
  }
  return number;
}

Result<Decimal> NumberStyle::parse_grouped(std::string_view text) const {
  constexpr std::size_t kBytesMax = 48;  // more than the longest Decimal with its groups
  const auto refused = [&] {
    return refuse(
        Code::bad_number,
        fmt::format("{} is not a number with the decimal separator '{}'", in_quotes(text), point_),
        fmt::format("write it like 1{}234{}5", grouping_, point_));
  };
  std::array<char, kBytesMax> plain{};
  std::size_t size = 0;
  std::size_t group = 0;  // digits since the last grouping mark
  bool grouped = false;
  bool after_point = false;
  if (text.size() > kBytesMax) return refused();
  for (const char byte : text) {
    if (byte == grouping_) {
      const bool first = !grouped && group >= 1 && group <= 3;
      if (after_point || !(first || (grouped && group == 3))) return refused();
      grouped = true;
      group = 0;
      continue;
    }
    if (byte == point_ && !after_point) {
      if (grouped && group != 3) return refused();
      after_point = true;
    } else if (byte == point_) {
      return refused();
    } else if (byte != '-') {
      ++group;
    }
    plain.at(size++) = byte == point_ ? '.' : byte;
  }
  if (grouped && !after_point && group != 3) return refused();
  Result<Decimal> number = Decimal::parse(std::string_view(plain.data(), size));
  if (!number && number.error().code == Code::bad_number) return refused();
  return number;
}

bool has_sign(Decimal number, Sign sign) {
  switch (sign) {
    case Sign::any:
      return true;
    case Sign::positive:
      return !number.is_negative() && !number.is_zero();
    case Sign::negative:
      return number.is_negative();
    case Sign::zero:
      return number.is_zero();
    case Sign::not_negative:
      return !number.is_negative();
  }
  return false;
}

std::string_view name_of(Sign sign) {
  switch (sign) {
    case Sign::any:
      return "any number";
    case Sign::positive:
      return "above zero";
    case Sign::negative:
      return "below zero";
    case Sign::zero:
      return "zero";
    case Sign::not_negative:
      return "zero or above";
  }
  return "";
}

}  // namespace quits::exchange
