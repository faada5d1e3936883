#include "cli/wording.h"

#include <fmt/core.h>

namespace quits::cli {

Cell amount_cell(const std::string& amount) { return Cell(grouped(amount), amount); }

std::string percent_of(const std::string& share) {
  const std::size_t point = share.find('.');
  if (point == std::string::npos || share.size() < point + 3) return {};
  std::string percent = share.substr(0, point) + share.substr(point + 1, 2);
  const std::size_t digits = std::min(percent.find_first_not_of('0'), percent.size() - 1);
  return percent.substr(digits) + "." + share.substr(point + 3) + " %";
}

std::string party_text(const v1::PartyView& party) {
  std::string text = party.key();
  if (!party.name().empty() && party.name() != party.key()) {
    text = fmt::format("{} ({})", party.name(), party.key());
  }
  if (!party.country().empty()) text += ", " + party.country();
  if (!party.vat_id().empty()) text += ", VAT " + party.vat_id();
  return text;
}

std::string time_text(const std::string& timestamp) {
  constexpr std::size_t kDate = 10;
  constexpr std::size_t kTime = 8;
  if (timestamp.size() < kDate + 1 + kTime) return timestamp;
  return timestamp.substr(0, kDate) + " " + timestamp.substr(kDate + 1, kTime) + " UTC";
}

std::string without_titles(const Table& table, Ink ink, std::size_t indent) {
  const std::string text = table.to_text(ink, indent);
  return text.substr(text.find('\n') + 1);
}

std::string plural_of(const std::string& unit) {
  constexpr std::size_t kSymbolBytesMax = 2;
  const bool is_word = unit.size() > kSymbolBytesMax && unit.back() >= 'a' && unit.back() <= 'z';
  if (!is_word || unit.ends_with('s')) return unit;
  const bool hisses = unit.ends_with('x') || unit.ends_with("ch") || unit.ends_with("sh");
  return unit + (hisses ? "es" : "s");
}

std::string counted(std::uint64_t number, const std::string& one, const std::string& many) {
  return fmt::format("{} {}", grouped(std::to_string(number)), number == 1 ? one : many);
}

}  // namespace quits::cli
