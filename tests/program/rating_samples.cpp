#include "tests/program/rating_samples.h"

#include "base/check.h"

namespace quits::program::samples {
namespace {

template <class T>
T value(Result<T> result) {
  CHECK(result.has_value(), "{}", to_string(result.error()));
  return *std::move(result);
}

}  // namespace

Currency currency(std::string_view code) { return value(Currency::parse(code)); }
Decimal decimal(std::string_view text) { return value(Decimal::parse(text)); }
Rate rate(std::string_view text) { return value(Rate::parse(text)); }

std::vector<Band> bands(std::string_view text) {
  std::vector<Band> parsed;
  while (!text.empty()) {
    const std::string_view entry = text.substr(0, text.find(", "));
    const std::size_t colon = entry.find(": ");
    parsed.push_back({decimal(entry.substr(0, colon)), rate(entry.substr(colon + 2))});
    text.remove_prefix(std::min(text.size(), entry.size() + 2));
  }
  return parsed;
}

CommissionPlan plan(Rule rule, std::string_view bands_text) {
  CommissionPlan plan;
  plan.name = "sample";
  plan.rule = rule;
  plan.bands = bands(bands_text);
  return plan;
}

std::string words_of(const std::vector<ledger::BandPart>& parts) {
  std::string words;
  for (const ledger::BandPart& part : parts) {
    if (!words.empty()) words += ", ";
    words += part.volume.to_string() + " at " + part.rate.to_percent_string();
  }
  return words;
}

Rated rated(Result<Rated> result) { return value(std::move(result)); }
std::int64_t minor(Result<std::int64_t> result) { return value(std::move(result)); }

}  // namespace quits::program::samples
