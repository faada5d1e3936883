#include "exchange/field_values.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <limits>

#include "base/text.h"
#include "ledger/line.h"

namespace quits::exchange {

namespace {

using program::Category;
using program::Side;

Status set(const MappedField& mapped, std::string_view text, std::string& out) {
  const std::size_t bytes_max = mapped.field->bytes_max;
  if (text.size() > bytes_max) {
    return refuse(Code::too_large,
                  fmt::format("{} is longer than {} bytes", in_quotes(text), bytes_max));
  }
  if (has_control_characters(text)) {
    return refuse(
        Code::bad_value,
        fmt::format("{} holds control characters, one line of text was expected", in_quotes(text)));
  }
  out.assign(text);
  return {};
}

Status set(const MappedField& mapped, std::string_view text, Date& out) {
  Result<Date> date = mapped.date_format->parse(text);
  if (!date) {
    if (!mapped.date_format_declared) {
      date.error().hint = "give date_format: 3/4/2026 is two different days";
    }
    return refuse(std::move(date).error());
  }
  out = *date;
  return {};
}

Status check_sign(const FactField& field, Decimal number) {
  if (has_sign(number, field.sign)) return {};
  return refuse(Code::bad_value,
                fmt::format("{} is not {}", number.to_string(), name_of(field.sign)));
}

Status set_decimal(const FactField& field, Decimal number, Decimal& out) {
  TRY_STATUS(check_sign(field, number));
  out = number;
  return {};
}

Status set_decimal(const FactField& field, Decimal number, std::optional<Decimal>& out) {
  TRY_STATUS(check_sign(field, number));
  out = number;
  return {};
}

Status set_decimal(const FactField& field, Decimal number, std::uint32_t& out) {
  TRY_STATUS(check_sign(field, number));
  constexpr std::int64_t units_max = std::numeric_limits<std::uint32_t>::max();
  const std::int64_t units = number.millionths() / Decimal::kMillionthsPerUnit;
  if (number.millionths() % Decimal::kMillionthsPerUnit != 0 || units > units_max) {
    return refuse(Code::bad_number,
                  fmt::format("{} is not a whole number up to {}", number.to_string(), units_max));
  }
  out = static_cast<std::uint32_t>(units);
  return {};
}

template <class Number>
Status set_parsed(const MappedField& mapped, std::string_view text, Number& out) {
  TRY(const Decimal number, mapped.number_style.parse(text));
  return set_decimal(*mapped.field, number, out);
}

Status set(const MappedField& mapped, std::string_view text, Decimal& out) {
  return set_parsed(mapped, text, out);
}
Status set(const MappedField& mapped, std::string_view text, std::optional<Decimal>& out) {
  return set_parsed(mapped, text, out);
}
Status set(const MappedField& mapped, std::string_view text, std::uint32_t& out) {
  return set_parsed(mapped, text, out);
}

Status set(const MappedField&, std::string_view text, Currency& out) {
  TRY(out, Currency::parse(text));
  return {};
}

Status set(const MappedField&, std::string_view text, std::optional<Currency>& out) {
  TRY(out, Currency::parse(text));
  return {};
}

// One of `names`, whose values follow each other from `first` on.
template <class Value, std::size_t count>
Status set_choice(std::string_view text, const std::array<std::string_view, count>& names,
                  std::size_t first, Value& out) {
  const auto found = std::ranges::find(names, text);
  if (found == names.end()) {
    return refuse(Code::bad_value, fmt::format("{} is not one of {}", in_quotes(text), listed(names)),
                  "replace the values of the column");
  }
  out = static_cast<Value>(first + static_cast<std::size_t>(found - names.begin()));
  return {};
}

Status set(const MappedField&, std::string_view text, Side& out) {
  constexpr std::array<std::string_view, 2> names{"principal", "partner"};
  return set_choice(text, names, static_cast<std::size_t>(Side::principal), out);
}

Status set(const MappedField&, std::string_view text, Category& out) {
  constexpr auto first = static_cast<std::size_t>(Category::training);
  constexpr auto last = static_cast<std::size_t>(Category::other);
  static const auto names = [] {
    std::array<std::string_view, last - first + 1> all;
    for (std::size_t i = 0; i < all.size(); ++i) {
      all.at(i) = ledger::name_of(static_cast<Category>(first + i));
    }
    return all;
  }();
  return set_choice(text, names, first, out);
}

Status set(const MappedField&, std::string_view text, bool& out) {
  constexpr std::array<std::string_view, 2> names{"false", "true"};
  return set_choice(text, names, 0, out);
}

}  // namespace

Status set_field(const MappedField& mapped, std::string_view text, program::Fact& fact) {
  return std::visit([&](auto member) { return set(mapped, text, member(fact)); },
                    mapped.field->member);
}

Status set_number(const FactField& field, Decimal number, program::Fact& fact) {
  return std::visit(
      [&](auto member) -> Status {
        auto& out = member(fact);
        if constexpr (requires { set_decimal(field, number, out); }) {
          return set_decimal(field, number, out);
        } else {
          CHECK(false, "the field {} is not a number", field.name);
          return {};
        }
      },
      field.member);
}

Status clear_field(const FactField& field, program::Fact& blank, program::Fact& fact) {
  if (field.required) {
    return refuse(Code::missing_field, fmt::format("{} is empty", field.name),
                  "give when_empty, or leave such rows out with a filter");
  }
  std::visit([&](auto member) { member(fact) = member(blank); }, field.member);
  return {};
}

}  // namespace quits::exchange
