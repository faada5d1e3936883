#include "base/date_format.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "base/text.h"

namespace quits {
namespace {

constexpr std::size_t kPatternBytesMax = 64;
constexpr std::string_view kHint =
    "use ISO, ISO_DATETIME, D/M/Y, M/D/Y, D.M.Y, YYYYMMDD or a pattern such as %d/%m/%Y %H:%M";

constexpr bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

// Takes one character off the front if it is the wanted one.
bool skip(std::string_view& text, char wanted) {
  if (text.empty() || text.front() != wanted) return false;
  text.remove_prefix(1);
  return true;
}

// Takes `digits_min` to `digits_max` digits off the front; -1 if there are too few.
int take_number(std::string_view& text, std::size_t digits_min, std::size_t digits_max) {
  int value = 0;
  std::size_t digits = 0;
  while (digits < digits_max && digits < text.size() && is_digit(text[digits])) {
    value = value * 10 + (text[digits] - '0');
    ++digits;
  }
  if (digits < digits_min) return -1;
  text.remove_prefix(digits);
  return value;
}

// [:ss[.fraction]][Z]
bool skip_seconds(std::string_view& text) {
  if (skip(text, ':')) {
    const int second = take_number(text, 2, 2);
    if (second < 0 || second > 60) return false;  // 60: a leap second
    if (skip(text, '.')) {
      if (text.empty() || !is_digit(text.front())) return false;
      while (!text.empty() && is_digit(text.front())) text.remove_prefix(1);
    }
  }
  skip(text, 'Z');
  return true;
}

tl::unexpected<Error> refuse_pattern(std::string_view pattern, std::string_view why) {
  return refuse(Code::bad_value, fmt::format("the date format {} {}", in_quotes(pattern), why),
                std::string(kHint));
}

}  // namespace

// One slot for each field; those that a format does not mention keep a value in range.
struct DateFormat::Values {
  std::array<int, 6> of{};
  int operator[](Field field) const { return of[static_cast<std::size_t>(field)]; }
};

Result<DateFormat> DateFormat::named(std::string_view name) {
  if (name == "ISO") return compile(name, "%Y-%m-%d", Digits::exact);
  if (name == "ISO_DATETIME") {
    TRY(DateFormat format, compile(name, "%Y-%m-%d %H:%M", Digits::exact));
    const auto space = std::ranges::find(format.steps_, ' ', &Step::literal);
    space->field = Field::space_or_t;
    format.optional_seconds_ = true;
    return format;
  }
  if (name == "D/M/Y") return compile(name, "%d/%m/%Y", Digits::relaxed);
  if (name == "M/D/Y") return compile(name, "%m/%d/%Y", Digits::relaxed);
  if (name == "D.M.Y") return compile(name, "%d.%m.%Y", Digits::relaxed);
  if (name == "YYYYMMDD") return compile(name, "%Y%m%d", Digits::exact);
  if (name.find('%') == std::string_view::npos) return refuse_pattern(name, "is not known");
  return compile(name, name, Digits::relaxed);
}

Result<DateFormat> DateFormat::compile(std::string_view name, std::string_view pattern,
                                       Digits digits) {
  if (pattern.size() > kPatternBytesMax) return refuse_pattern(name, "is too long");
  DateFormat format{std::string(name)};
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] != '%') {
      format.steps_.push_back(Step{Field::literal, pattern[i], 1, 1});
      continue;
    }
    if (++i == pattern.size()) return refuse_pattern(name, "ends in a single %");
    TRY_STATUS(format.add_field(pattern[i], digits));
  }
  TRY_STATUS(format.check_fields());
  format.separate_neighbours();
  return format;
}

Status DateFormat::add_field(char letter, Digits digits) {
  struct Known {
    char letter;
    Field field;
  };
  static constexpr Known kFields[] = {{'d', Field::day},    {'m', Field::month},
                                      {'H', Field::hour},   {'M', Field::minute},
                                      {'S', Field::second}, {'Y', Field::year}};
  if (letter == '%') {
    steps_.push_back(Step{Field::literal, '%', 1, 1});
    return {};
  }
  if (letter == 'y') {
    return refuse_pattern(name_, "has a year of two digits (%y), which leaves the century open");
  }
  const auto* const known = std::ranges::find(kFields, letter, &Known::letter);
  if (known == std::end(kFields)) {
    return refuse_pattern(
        name_, fmt::format("has the unknown field {}", in_quotes(std::string("%") + letter)));
  }
  if (std::ranges::find(steps_, known->field, &Step::field) != steps_.end()) {
    return refuse_pattern(name_, fmt::format("has %{} twice", letter));
  }
  const bool is_year = known->field == Field::year;
  const std::uint8_t digits_max = is_year ? 4 : 2;
  const std::uint8_t digits_min = digits == Digits::exact || is_year ? digits_max : 1;
  steps_.push_back(Step{known->field, 0, digits_min, digits_max});
  return {};
}

Status DateFormat::check_fields() const {
  static constexpr Field kNeeded[] = {Field::day, Field::month, Field::year};
  for (const Field field : kNeeded) {
    if (std::ranges::find(steps_, field, &Step::field) == steps_.end()) {
      return refuse_pattern(name_, "needs %d, %m and %Y");
    }
  }
  return {};
}

// Fields are read greedily, so one that touches another on its right already takes all its digits.
// The right one must not make do with fewer: 2010125 has two readings and therefore none.
void DateFormat::separate_neighbours() {
  for (std::size_t i = 1; i < steps_.size(); ++i) {
    const Step& left = steps_[i - 1];
    const bool separate = left.field == Field::literal && !is_digit(left.literal);
    if (steps_[i].field != Field::literal && !separate) steps_[i].digits_min = steps_[i].digits_max;
  }
}

bool DateFormat::match(std::string_view text, Values& values) const {
  for (const Step& step : steps_) {
    if (step.field == Field::literal) {
      if (!skip(text, step.literal)) return false;
    } else if (step.field == Field::space_or_t) {
      if (!skip(text, ' ') && !skip(text, 'T')) return false;
    } else {
      const int value = take_number(text, step.digits_min, step.digits_max);
      if (value < 0) return false;
      values.of[static_cast<std::size_t>(step.field)] = value;
    }
  }
  if (optional_seconds_ && !skip_seconds(text)) return false;
  return text.empty() && values[Field::hour] < 24 && values[Field::minute] < 60 &&
         values[Field::second] <= 60;
}

Result<Date> DateFormat::parse(std::string_view text) const {
  Values values;
  if (!match(text, values)) {
    return refuse(Code::bad_date,
                  fmt::format("{} is not a date: expected the format {}", in_quotes(text), name_));
  }
  return Date::of(values[Field::year], values[Field::month], values[Field::day]);
}

}  // namespace quits
