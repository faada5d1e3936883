#include "base/period.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/text.h"

namespace quits {

Result<Period> Period::parse(std::string_view text) {
  const auto is_digit = [](char letter) { return letter >= '0' && letter <= '9'; };
  const bool well_formed = text.size() == 7 && text[4] == '-' &&
                           std::all_of(text.begin(), text.begin() + 4, is_digit) &&
                           std::all_of(text.begin() + 5, text.end(), is_digit);
  if (!well_formed) {
    return refuse(Code::bad_date, fmt::format("{} is not a period: expected yyyy-mm", in_quotes(text)),
                  "write it like 2011-01");
  }
  int year = 0;
  for (const char letter : text.substr(0, 4)) year = year * 10 + (letter - '0');
  const int month = (text[5] - '0') * 10 + (text[6] - '0');
  if (month < 1 || month > 12) {
    return refuse(Code::bad_date,
                  fmt::format("{} is not a period: the month must be 01 to 12", in_quotes(text)));
  }
  return checked_from_index(year * 12 + month - 1);
}

Result<Period> Period::checked_from_index(std::int64_t index) {
  if (index < kFirstIndex || index > kLastIndex) {
    return refuse(Code::date_out_of_range, "the period is outside 1900-01 to 9999-12");
  }
  return Period(static_cast<std::int32_t>(index));
}

std::string Period::to_string() const { return fmt::format("{:04}-{:02}", year(), month()); }

}  // namespace quits
