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
    Band& band = parsed.emplace_back(Band{decimal(entry.substr(0, colon)), Rate()});
    const std::string_view value = entry.substr(colon + 2);
    if (value.back() == '%') {
      band.rate = rate(value);
    } else {
      band.amount = decimal(value);
    }
    text.remove_prefix(std::min(text.size(), entry.size() + 2));
  }
  return parsed;
}

CommissionPlan plan(Rule rule, std::string_view bands_text, Base base) {
  CommissionPlan plan;
  plan.name = "sample";
  plan.rule = rule;
  plan.base = base;
  plan.bands = bands(bands_text);
  return plan;
}

Coverage coverage(std::string_view text) {
  Coverage covers;
  while (!text.empty()) {
    const std::string_view entry = text.substr(0, text.find(", "));
    const std::string_view list = entry.substr(0, entry.find(' '));
    const std::string name(entry.substr(list.size() + 1));
    if (list == "product") covers.products.push_back(name);
    if (list == "product_group") covers.product_groups.push_back(name);
    if (list == "except_product") covers.except_products.push_back(name);
    if (list == "except_product_group") covers.except_product_groups.push_back(name);
    if (list == "segment") covers.segments.push_back(name);
    if (list == "region") covers.regions.push_back(name);
    text.remove_prefix(std::min(text.size(), entry.size() + 2));
  }
  return covers;
}

std::string words_of(const std::vector<ledger::BandPart>& parts) {
  std::string words;
  for (const ledger::BandPart& part : parts) {
    if (!words.empty()) words += ", ";
    words += part.volume.to_string() + " at " + part.rate.to_percent_string();
  }
  return words;
}

std::string words_of(const ledger::Trace& trace) {
  if (!pays_amounts(trace.rule, trace.base)) return words_of(trace.parts);
  std::string words;
  for (const ledger::BandPart& part : trace.parts) {
    if (!words.empty()) words += ", ";
    const std::string amount = part.amount.to_string();
    if (trace.rule == Rule::fixed_step) {
      words += amount + " for " + part.from.to_string();
    } else if (trace.rule == Rule::interpolated) {
      words += amount + " x " + part.volume.to_string() + " / " + part.width.to_string();
    } else {
      words += part.volume.to_string() + " x " + amount;
    }
  }
  return words;
}

Rated rated(Result<Rated> result) { return value(std::move(result)); }
std::int64_t minor(Result<std::int64_t> result) { return value(std::move(result)); }

}  // namespace quits::program::samples
