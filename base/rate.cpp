#include "base/rate.h"

#include <fmt/core.h>

#include "base/fixed_point.h"
#include "base/text.h"

namespace quits {
namespace {

constexpr int kFractionPlaces = 6;
constexpr int kPercentPlaces = 4;  // a hundredth of a millionth has no place

}  // namespace

Result<Rate> Rate::parse(std::string_view text) {
  if (text.ends_with('%')) {
    std::string_view number = text.substr(0, text.size() - 1);
    while (number.ends_with(' ')) number.remove_suffix(1);
    TRY(const std::int64_t millionths, parse_fixed_point(number, kPercentPlaces));
    return Rate(millionths);
  }
  TRY(const std::int64_t millionths, parse_fixed_point(text, kFractionPlaces));
  if (millionths > kWhole || millionths < -kWhole) {
    return refuse(Code::bad_value,
                  fmt::format("the rate {} is beyond 1, which is 100 %", quoted(text)),
                  fmt::format("write '{} %', or '{}' if that is meant", text,
                              Rate(millionths).to_percent_string()));
  }
  return Rate(millionths);
}

std::string Rate::to_percent_string() const {
  return fixed_point_to_string(millionths_, kPercentPlaces, 0) + " %";
}

std::string Rate::to_fraction_string() const {
  return fixed_point_to_string(millionths_, kFractionPlaces, 0);
}

}  // namespace quits
