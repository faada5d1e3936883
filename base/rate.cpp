#include "base/rate.h"

#include <fmt/core.h>

#include "base/fixed_point.h"
#include "base/text.h"

namespace quits {
namespace {

constexpr int kFractionPlaces = 6;
constexpr int kPercentPlaces = 4;  // a hundredth of a millionth has no place

Result<Rate> millionths_of(std::string_view number, int places) {
  auto millionths = parse_fixed_point(number, places);
  if (millionths) return Rate::from_millionths(*millionths);
  if (millionths.error().code == Code::bad_number)
    millionths.error().hint = "write it like '4 %' or '0.04'";
  return refuse(std::move(millionths).error());
}

}  // namespace

Result<Rate> Rate::parse(std::string_view text) {
  if (text.ends_with('%')) {
    std::string_view number = text.substr(0, text.size() - 1);
    while (number.ends_with(' ')) number.remove_suffix(1);
    return millionths_of(number, kPercentPlaces);
  }
  TRY(const Rate rate, millionths_of(text, kFractionPlaces));
  if (rate.millionths() > kWhole || rate.millionths() < -kWhole) {
    return refuse(Code::bad_value,
                  fmt::format("the rate {} is beyond 1, which is 100 %", in_quotes(text)),
                  fmt::format("write '{} %', or '{}' if that is meant", text,
                              rate.to_percent_string()));
  }
  return rate;
}

std::string Rate::to_percent_string() const {
  return fixed_point_to_string(millionths_, kPercentPlaces, 0) + " %";
}

std::string Rate::to_fraction_string() const {
  return fixed_point_to_string(millionths_, kFractionPlaces, 0);
}

}  // namespace quits
