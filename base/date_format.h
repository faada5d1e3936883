// How a foreign file writes its dates. Compiled once, then applied to every row (20 to 40 ns).
//
//   TRY(auto format, DateFormat::named("D.M.Y"));
//   TRY(auto day, format.parse("5.12.2010"));
//
// | name           | accepts                                                  |
// | ISO            | 2010-12-05                                               |
// | ISO_DATETIME   | 2010-12-05 08:26, 2010-12-05T08:26:00.123Z (time dropped)|
// | D/M/Y M/D/Y D.M.Y | day and month with one or two digits, year with four  |
// | YYYYMMDD       | 20101205                                                 |
// | "%d/%m/%Y %H:%M" | own patterns of %d %m %Y, optionally %H %M %S, and %% |
//
// %d %m %H %M %S take one or two digits, exactly two where another field touches them. Two-digit
// years (%y) are refused: nobody should guess a century in a book. No zone is converted.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/date.h"
#include "base/result.h"

namespace quits {

class DateFormat {
 public:
  // Refuses with bad_value.
  static Result<DateFormat> named(std::string_view name);

  // The whole text must match. Refuses with bad_date or date_out_of_range.
  Result<Date> parse(std::string_view text) const;

  const std::string& name() const { return name_; }

 private:
  enum class Field : std::uint8_t { year, month, day, hour, minute, second, literal, space_or_t };
  enum class Digits : std::uint8_t { exact, relaxed };
  struct Step {
    Field field;
    char literal;
    std::uint8_t digits_min;
    std::uint8_t digits_max;
  };
  struct Values;

  explicit DateFormat(std::string name) : name_(std::move(name)) {}
  static Result<DateFormat> compile(std::string_view name, std::string_view pattern, Digits digits);
  Status add_field(char letter, Digits digits);
  Status check_fields() const;
  void separate_neighbours();
  bool match(std::string_view text, Values& values) const;

  std::string name_;
  std::vector<Step> steps_;
  bool optional_seconds_ = false;  // ISO_DATETIME: [:ss[.fraction]][Z] may follow
};

}  // namespace quits
