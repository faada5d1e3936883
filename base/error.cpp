#include "base/error.h"

#include <fmt/core.h>

#include <algorithm>
#include <iterator>

namespace quits {
namespace {

constexpr CodeRow kCodes[] = {
    {Code::usage, "usage"},
    {Code::malformed_text, "malformed_text"},
    {Code::malformed_message, "malformed_message"},
    {Code::missing_field, "missing_field"},
    {Code::bad_value, "bad_value"},
    {Code::bad_date, "bad_date"},
    {Code::bad_number, "bad_number"},
    {Code::bad_currency, "bad_currency"},
    {Code::too_large, "too_large"},
    {Code::unknown_field, "unknown_field"},
    {Code::id_conflict, "id_conflict"},
    {Code::unknown_party, "unknown_party"},
    {Code::unknown_agreement, "unknown_agreement"},
    {Code::unknown_version, "unknown_version"},
    {Code::unknown_entry, "unknown_entry"},
    {Code::unknown_period, "unknown_period"},
    {Code::unknown_price, "unknown_price"},
    {Code::unknown_invoice, "unknown_invoice"},
    {Code::unknown_payment, "unknown_payment"},
    {Code::not_found, "not_found"},
    {Code::unknown_plan, "unknown_plan"},
    {Code::unknown_run, "unknown_run"},
    {Code::unknown_dispute, "unknown_dispute"},
    {Code::unknown_write_off, "unknown_write_off"},
    {Code::unknown_checkpoint, "unknown_checkpoint"},
    {Code::already_exists, "already_exists"},
    {Code::party_mismatch, "party_mismatch"},
    {Code::currency_mismatch, "currency_mismatch"},
    {Code::overflow, "overflow"},
    {Code::inexact, "inexact"},
    {Code::period_closed, "period_closed"},
    {Code::period_order, "period_order"},
    {Code::period_not_ended, "period_not_ended"},
    {Code::no_agreement, "no_agreement"},
    {Code::ambiguous_agreement, "ambiguous_agreement"},
    {Code::bands_invalid, "bands_invalid"},
    {Code::terms_invalid, "terms_invalid"},
    {Code::already_accepted, "already_accepted"},
    {Code::not_accepted, "not_accepted"},
    {Code::same_person, "same_person"},
    {Code::reason_missing, "reason_missing"},
    {Code::refund_exceeds_sale, "refund_exceeds_sale"},
    {Code::already_reversed, "already_reversed"},
    {Code::not_reversible, "not_reversible"},
    {Code::not_pending, "not_pending"},
    {Code::already_settled, "already_settled"},
    {Code::settle_order, "settle_order"},
    {Code::payment_exceeds_open, "payment_exceeds_open"},
    {Code::date_out_of_range, "date_out_of_range"},
    {Code::unbalanced, "unbalanced"},
    {Code::agreement_ended, "agreement_ended"},
    {Code::too_early, "too_early"},
    {Code::run_state, "run_state"},
    {Code::held_by_run, "held_by_run"},
    {Code::proposal_changed, "proposal_changed"},
    {Code::credit_used, "credit_used"},
    {Code::write_off_exceeds_open, "write_off_exceeds_open"},
    {Code::proof_mismatch, "proof_mismatch"},
    {Code::log_differs, "log_differs"},
    {Code::key_not_listed, "key_not_listed"},
    {Code::bad_signature, "bad_signature"},
    {Code::not_signed, "not_signed"},
    {Code::root_mismatch, "root_mismatch"},
    {Code::unavailable, "unavailable"},
    {Code::locked, "locked"},
    {Code::read_only, "read_only"},
    {Code::disk_full, "disk_full"},
    {Code::not_a_book, "not_a_book"},
    {Code::newer_book, "newer_book"},
    {Code::corrupt, "corrupt"},
    {Code::internal_mismatch, "internal_mismatch"},
};

}  // namespace

std::span<const CodeRow> all_codes() { return kCodes; }

std::string_view name_of(Code code) {
  const auto* const row = std::ranges::find(kCodes, code, &CodeRow::code);
  return row == std::end(kCodes) ? std::string_view() : row->name;
}

std::optional<Code> code_named(std::string_view name) {
  const auto* const row = std::ranges::find(kCodes, name, &CodeRow::name);
  return row == std::end(kCodes) ? std::nullopt : std::optional(row->code);
}

std::optional<Code> code_numbered(std::int64_t number) {
  const auto same = [number](const CodeRow& row) { return static_cast<int>(row.code) == number; };
  const auto* const row = std::ranges::find_if(kCodes, same);
  return row == std::end(kCodes) ? std::nullopt : std::optional(row->code);
}

int exit_code_of(Code code) {
  switch (static_cast<int>(code) / 100) {
    case 1:
      return code == Code::usage ? 2 : 3;
    case 2:
      return 5;
    case 3:
      return 4;
    case 6:
      return 6;
    case 7:
      return 7;
    default:
      return 3;
  }
}

std::string to_string(const Error& error) {
  const Place& place = error.place;
  std::string text = place.file;
  if (place.line > 0) {
    // Without a file the line still has to read as one.
    text += text.empty() ? fmt::format("line {}", place.line) : fmt::format(":{}", place.line);
    if (place.column > 0) text += fmt::format(":{}", place.column);
  }
  if (!text.empty()) text += ": ";
  if (!place.field.empty()) text += fmt::format("field {}: ", place.field);
  text += error.message;
  if (!error.hint.empty()) text += fmt::format(" (try: {})", error.hint);
  return text;
}

}  // namespace quits
