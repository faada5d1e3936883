// How a column writes its numbers.
//
//   TRY(auto style, NumberStyle::declared(","));
//   TRY(auto amount, style.parse("1.234,50"));   amount.to_string() == "1234.5"
//
// Without a declared separator the point is the only one and nothing groups thousands, because
// 1,234 is two different numbers. With one, the other of ',' and '.' may group thousands; groups
// that do not have three digits are refused, because then the declaration is probably wrong.
#pragma once

#include <string_view>

#include "base/decimal.h"
#include "base/result.h"
#include "exchange/fact_fields.h"

namespace quits::exchange {

class NumberStyle {
 public:
  NumberStyle() = default;
  // "," or "."; empty is the undeclared style. Refuses with bad_value.
  static Result<NumberStyle> declared(std::string_view separator);

  bool is_declared() const { return grouping_ != '\0'; }
  // Refuses with bad_number, overflow or inexact. About 15 ns.
  Result<Decimal> parse(std::string_view text) const;

 private:
  Result<Decimal> parse_grouped(std::string_view text) const;

  char point_ = '.';
  char grouping_ = '\0';  // none
};

bool has_sign(Decimal number, Sign sign);
// "above zero": what `sign` asks for.
std::string_view name_of(Sign sign);

}  // namespace quits::exchange
