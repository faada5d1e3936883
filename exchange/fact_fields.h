// The fields of the facts that rows can become: their names as in quits.v1.Fact, what their text
// must be, and where they live in the C++ value.
//
//   const FactShape* shape = fact_shape("sale");
//   const FactField* field = shape->find("amount");   field->required == true
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "program/facts.h"

namespace quits::exchange {

// Finds the member in a fact of the right kind; the alternative says what its text must be.
template <class Value>
using Member = Value& (*)(program::Fact&);
using FactMember =
    std::variant<Member<std::string>, Member<Date>, Member<Decimal>, Member<std::optional<Decimal>>,
                 Member<Currency>, Member<std::optional<Currency>>, Member<std::uint32_t>,
                 Member<program::Side>, Member<program::Category>, Member<bool>>;

enum class Sign : std::uint8_t { any, positive, negative, zero, not_negative };

struct FactField {
  std::string_view name;
  FactMember member;
  bool required = false;
  Sign sign = Sign::any;               // of a number
  std::size_t bytes_max = kTextBytes;  // of a text

  static constexpr std::size_t kTextBytes = 1000;
  static constexpr std::size_t kKeyBytes = 64;

  bool is_text() const { return std::holds_alternative<Member<std::string>>(member); }
  bool is_date() const { return std::holds_alternative<Member<Date>>(member); }
  // A decimal number, or a whole one.
  bool is_number() const;
};

struct FactShape {
  std::string_view name;
  program::Fact blank;
  std::vector<FactField> fields;
  // Of each group of names at least one must have a value.
  std::vector<std::vector<std::string_view>> any_of;

  const FactField* find(std::string_view field) const;
  std::vector<std::string_view> field_names() const;
};

// Null for a kind of fact that no row can become.
const FactShape* fact_shape(std::string_view fact);
std::span<const FactShape> all_fact_shapes();

// "a, b or c": for messages.
std::string listed(std::span<const std::string_view> names);

}  // namespace quits::exchange
