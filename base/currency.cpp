#include "base/currency.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <iterator>

#include "base/currency_table.h"
#include "base/text.h"

namespace quits {
namespace {

using currency_table::kWithdrawn;
using currency_table::kWithMinorUnit;
using currency_table::kWithoutMinorUnit;

constexpr std::size_t kLetters = 26;
constexpr std::uint8_t kUnknown = 0xFF;
static_assert(std::size(kWithMinorUnit) < kUnknown);
static_assert(std::ranges::is_sorted(kWithMinorUnit, {}, &CurrencyRow::code));

constexpr std::size_t slot_of(std::string_view code) {
  std::size_t slot = 0;
  for (const char letter : code) slot = slot * kLetters + static_cast<std::size_t>(letter - 'A');
  return slot;
}

constexpr bool is_three_capitals(std::string_view code) {
  return code.size() == 3 &&
         std::ranges::all_of(code, [](char letter) { return letter >= 'A' && letter <= 'Z'; });
}

// One byte for each of the 17,576 possible codes: parsing is a single load.
constexpr auto kRowOfSlot = [] {
  std::array<std::uint8_t, kLetters * kLetters * kLetters> rows{};
  rows.fill(kUnknown);
  for (std::size_t i = 0; i < std::size(kWithMinorUnit); ++i) {
    rows[slot_of(kWithMinorUnit[i].code)] = static_cast<std::uint8_t>(i);
  }
  return rows;
}();

// The same for the three-digit numbers, which stored keys use.
constexpr std::size_t kNumbers = 1000;
constexpr auto kRowOfNumber = [] {
  std::array<std::uint8_t, kNumbers> rows{};
  rows.fill(kUnknown);
  for (std::size_t i = 0; i < std::size(kWithMinorUnit); ++i) {
    rows[kWithMinorUnit[i].numeric] = static_cast<std::uint8_t>(i);
  }
  return rows;
}();

constexpr CurrencyRow kNoRow = {"", 0, 0, ""};

const CurrencyRow& row_at(std::uint16_t index) {
  return index < std::size(kWithMinorUnit) ? kWithMinorUnit[index] : kNoRow;
}

constexpr std::string_view kHint = "use a three-letter code of ISO 4217 such as EUR";

[[gnu::cold]] tl::unexpected<Error> refuse_code(std::string_view code) {
  if (!is_three_capitals(code)) {
    return refuse(Code::bad_currency,
                  fmt::format("{} is not a currency: expected three capital letters", in_quotes(code)),
                  std::string(kHint));
  }
  if (const auto* const row = std::ranges::find(kWithoutMinorUnit, code, &CurrencyRow::code);
      row != std::end(kWithoutMinorUnit)) {
    return refuse(Code::bad_currency,
                  fmt::format("{} ({}) cannot carry amounts: ISO 4217 gives it no minor unit", code,
                              row->name),
                  std::string(kHint));
  }
  if (const auto* const row = std::ranges::find(kWithdrawn, code, &currency_table::Withdrawn::code);
      row != std::end(kWithdrawn)) {
    return refuse(Code::bad_currency, fmt::format("{} is withdrawn from ISO 4217", code),
                  fmt::format("convert the amount to {} where it arose", row->successor));
  }
  return refuse(Code::bad_currency, fmt::format("{} is not a currency of ISO 4217", in_quotes(code)),
                std::string(kHint));
}

}  // namespace

std::span<const CurrencyRow> all_currencies() { return kWithMinorUnit; }

std::span<const CurrencyRow> codes_without_minor_unit() { return kWithoutMinorUnit; }

Result<Currency> Currency::parse(std::string_view code) {
  if (!is_three_capitals(code)) return refuse_code(code);
  const std::uint8_t row = kRowOfSlot[slot_of(code)];
  if (row == kUnknown) return refuse_code(code);
  return Currency(row);
}

Result<Currency> Currency::from_numeric(std::int64_t numeric) {
  const bool in_table = numeric >= 0 && numeric < static_cast<std::int64_t>(kNumbers);
  const std::uint8_t row = in_table ? kRowOfNumber[static_cast<std::size_t>(numeric)] : kUnknown;
  if (row == kUnknown) {
    return refuse(Code::bad_currency,
                  fmt::format("{:03} is not the number of a currency of ISO 4217", numeric),
                  std::string(kHint));
  }
  return Currency(row);
}

std::string_view Currency::code() const { return row_at(index_).code; }
int Currency::exponent() const { return row_at(index_).exponent; }
int Currency::numeric() const { return row_at(index_).numeric; }
std::string_view Currency::name() const { return row_at(index_).name; }

}  // namespace quits
