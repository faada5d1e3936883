#include "settlement/document_numbers.h"

#include <fmt/core.h>

#include <algorithm>

namespace quits::settlement {
namespace {

bool is_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// What stands before "-00001": five digits, or more without a leading zero.
std::optional<std::string_view> before_counter(std::string_view number) {
  const std::size_t dash = number.rfind('-');
  if (dash == std::string_view::npos) return std::nullopt;
  const std::string_view counter = number.substr(dash + 1);
  if (counter.size() < 5 || !is_digits(counter) || (counter.size() > 5 && counter.front() == '0')) return std::nullopt;
  return number.substr(0, dash);
}

}  // namespace

std::string invoice_number(std::string_view issuer, Date issued_on, std::int64_t nth) {
  return fmt::format("{}-{}-{:05}", issuer, issued_on.year(), nth);
}

std::string made_number(std::string_view run, std::size_t nth) { return fmt::format("NET-{}-{:05}", run, nth); }

std::string converted_number(std::string_view run, std::size_t nth) { return fmt::format("FX-{}-{:05}", run, nth); }

std::optional<std::string> issuer_in(std::string_view number) {
  const auto series = before_counter(number);
  if (!series) return std::nullopt;
  const std::size_t dash = series->rfind('-');
  if (dash == std::string_view::npos || dash == 0) return std::nullopt;
  const std::string_view year = series->substr(dash + 1);
  if (year.size() != 4 || !is_digits(year)) return std::nullopt;
  return std::string(series->substr(0, dash));
}

std::string credit_number(Sequence payment) { return fmt::format("CREDIT-{}", payment.value); }

std::string_view given_to(std::string_view number) {
  constexpr std::string_view kCredit = "CREDIT-";
  if (number.starts_with(kCredit) && number.size() > kCredit.size() && is_digits(number.substr(kCredit.size()))) return "credits of payments";
  if (!before_counter(number)) return {};
  if (number.substr(0, 4) == "NET-") return "what a run makes at its netting centre";
  if (number.substr(0, 3) == "FX-") return "what a run leaves of a document that it converts";
  if (number.substr(0, 4) == "PAY-" || number.substr(0, 4) == "RUN-") return "payment orders";
  return {};
}

}  // namespace quits::settlement
