// A currency of ISO 4217 that can carry money: one that has a minor unit. Two bytes, passed by
// value. Gold, drawing rights, testing codes and "no currency" have no minor unit; parse refuses
// them by name.
//
//   TRY(auto yen, Currency::parse("JPY"));   yen.exponent() == 0
//
// A row never leaves the table: books live longer than currencies.
#pragma once

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>

#include "base/check.h"
#include "base/result.h"

namespace quits {

struct CurrencyRow {
  std::string_view code;
  std::uint16_t numeric;
  std::uint8_t exponent;  // decimal places of the minor unit: 0, 2, 3 or 4
  std::string_view name;
};

// Every currency that can carry money, ordered by code: row i is Currency::at(i).
std::span<const CurrencyRow> all_currencies();

// The codes of ISO 4217 without a minor unit (XAU, XDR, XTS, XXX, ...); their exponent reads 0.
std::span<const CurrencyRow> codes_without_minor_unit();

class Currency {
 public:
  // Exactly three capital letters. Refuses with bad_currency. About 5 ns.
  static Result<Currency> parse(std::string_view code);

  // By its number in the standard (978 is EUR), for stored keys. Refuses with bad_currency.
  static Result<Currency> from_numeric(std::int64_t numeric);

  // For places that hold "no currency yet". Equal to itself only; exponent 0, code "".
  static constexpr Currency none() { return Currency(kNone); }

  // The inverse of index().
  static Currency at(std::uint16_t index) {
    CHECK(index < all_currencies().size(), "there is no currency {}", index);
    return Currency(index);
  }

  std::string_view code() const;
  int exponent() const;
  int numeric() const;
  std::string_view name() const;

  // A compact key for one run of the program. Never store it: a new row moves it. Store code() or
  // numeric().
  constexpr std::uint16_t index() const { return index_; }
  constexpr bool is_none() const { return index_ == kNone; }

  // Ordered by code; none() is last.
  constexpr auto operator<=>(const Currency&) const = default;

 private:
  static constexpr std::uint16_t kNone = 0xFFFF;
  explicit constexpr Currency(std::uint16_t index) : index_(index) {}

  std::uint16_t index_;
};

static_assert(sizeof(Currency) == 2);

}  // namespace quits

template <>
struct std::hash<quits::Currency> {
  std::size_t operator()(quits::Currency currency) const noexcept { return currency.index(); }
};
