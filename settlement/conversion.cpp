#include "settlement/conversion.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/money.h"

namespace quits::settlement {
namespace {

constexpr std::int64_t kMillion = 1'000'000;

int128 power_of_ten(int exponent) {
  int128 power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

Result<int128> product(int128 left, int128 right) {
  int128 out = 0;
  if (__builtin_mul_overflow(left, right, &out)) return refuse(Code::overflow, "the conversion of an amount is too large");
  return out;
}

}  // namespace

std::optional<Rate> rate_between(const program::RatesRecorded& rates, Currency from, Currency to) {
  for (const program::ExchangeRate& rate : rates.rates) {
    if (rate.from == from && rate.to == to) return Rate{rate.rate, false};
    if (rate.from == to && rate.to == from) return Rate{rate.rate, true};
  }
  return std::nullopt;
}

Result<std::int64_t> converted(int128 minor, Currency from, Currency to, Decimal rate, bool divides) {
  int128 above = divides ? int128{kMillion} : int128{rate.millionths()};
  int128 below = divides ? int128{rate.millionths()} : int128{kMillion};
  const int places = to.exponent() - from.exponent();
  (places >= 0 ? above : below) *= power_of_ten(places >= 0 ? places : -places);
  TRY(const int128 amount, product(minor, above));
  return to_minor(amount, below, Rounding::half_away_from_zero);
}

ConversionsByPlace::ConversionsByPlace(const program::RunCollected& collected) {
  if (collected.conversions.empty()) return;
  by_place_.resize(collected.documents.size(), nullptr);
  for (const program::RunConversion& conversion : collected.conversions) by_place_.at(conversion.document) = &conversion;
}

std::vector<char> parties_left_out(const program::RunCollected& collected, const program::RunProposed& proposed) {
  std::vector<char> is_out(collected.parties.size(), 0);
  for (std::size_t i = 0; i < collected.parties.size(); ++i) {
    if (std::find(proposed.without.begin(), proposed.without.end(), collected.parties[i]) != proposed.without.end()) is_out[i] = 1;
  }
  return is_out;
}

std::vector<std::int64_t> taken_from(const program::RunCollected& collected, const program::RunProposed& proposed) {
  std::vector<std::int64_t> taken = proposed.set_off_minor;
  taken.resize(collected.documents.size(), 0);
  if (collected.conversions.empty()) return taken;
  const std::vector<char> is_out = parties_left_out(collected, proposed);
  for (const program::RunConversion& conversion : collected.conversions) {
    const program::RunDocument& document = collected.documents.at(conversion.document);
    const bool leaves = is_out.at(document.debtor) != 0 || is_out.at(document.creditor) != 0;
    taken.at(conversion.document) = leaves ? 0 : conversion.open_minor;
  }
  return taken;
}

}  // namespace quits::settlement
