// A refusal: the books say no, and say why. It is a value (base/result.h), never an exception.
//
// Code numbers are part of the product: on the wire, in exit codes and in the documentation. They
// are frozen and never reused. Their order is their precedence: where several codes fit, the
// smallest is reported.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace quits {

enum class Code : int {
  // The command line: exit 2.
  usage = 100,
  // The input cannot be read as what it claims to be: exit 3.
  malformed_text = 110,
  malformed_message = 111,
  missing_field = 112,
  bad_value = 113,
  bad_date = 114,
  bad_number = 115,
  bad_currency = 116,
  too_large = 117,
  unknown_field = 118,
  // The same id was used before for other content: exit 5.
  id_conflict = 200,
  // Something named does not exist: exit 4.
  unknown_party = 300,
  unknown_agreement = 301,
  unknown_version = 302,
  unknown_entry = 303,
  unknown_period = 304,
  unknown_price = 305,
  unknown_invoice = 306,
  unknown_payment = 307,
  not_found = 308,
  unknown_plan = 309,
  unknown_run = 310,
  unknown_dispute = 311,
  unknown_write_off = 312,
  unknown_checkpoint = 320,
  // Understood, and refused by the book's rules: exit 3.
  already_exists = 400,
  party_mismatch = 401,
  currency_mismatch = 402,
  overflow = 403,
  inexact = 404,
  period_closed = 405,
  period_order = 406,
  period_not_ended = 407,
  no_agreement = 408,
  ambiguous_agreement = 409,
  bands_invalid = 410,
  terms_invalid = 411,
  already_accepted = 412,
  not_accepted = 413,
  same_person = 414,
  reason_missing = 415,
  refund_exceeds_sale = 416,
  already_reversed = 417,
  not_reversible = 418,
  not_pending = 419,
  already_settled = 420,
  settle_order = 421,
  payment_exceeds_open = 422,
  date_out_of_range = 423,
  unbalanced = 424,
  agreement_ended = 425,
  too_early = 426,      // before the calendar says, without a reason
  run_state = 427,      // the run is not where this step begins
  held_by_run = 428,    // a run has frozen the document
  proposal_changed = 429,
  credit_used = 430,             // what was paid too much is set off, asked for or paid back
  write_off_exceeds_open = 431,  // more than is open, on no payment list and not disputed
  proof_mismatch = 440,  // a proof does not lead to the root
  log_differs = 441,     // two copies of a log do not agree
  key_not_listed = 450,  // a key that the book does not sign with (any more)
  bad_signature = 451,   // by a known key, and not over this text
  not_signed = 452,      // no signature by any of the keys asked for
  root_mismatch = 453,   // signed, and another history than this one
  // The world does not let us; the same request may succeed later: exit 6.
  unavailable = 600,
  locked = 601,
  read_only = 602,
  disk_full = 603,
  // The stored book is not what it should be: exit 7.
  not_a_book = 700,
  newer_book = 701,
  corrupt = 702,
  internal_mismatch = 703,
};

// Where in the caller's input the refusal arose. Empty or zero: not known.
struct Place {
  std::string file;
  int line = 0;    // from 1
  int column = 0;  // from 1
  std::string field;

  bool operator==(const Place&) const = default;
};

struct Error {
  Code code;
  std::string message;  // what is wrong and what was expected
  std::string hint;     // what to do next; may be empty
  Place place;

  bool operator==(const Error&) const = default;
};

struct CodeRow {
  Code code;
  std::string_view name;
};

// Every code with its name ("unknown_party"), in order of precedence.
std::span<const CodeRow> all_codes();

// Empty for a number that is no code (one cast from a newer book's or peer's answer).
std::string_view name_of(Code code);
std::optional<Code> code_named(std::string_view name);
std::optional<Code> code_numbered(std::int64_t number);

// 2 usage, 3 refused, 4 not found, 5 id conflict, 6 unavailable, 7 corrupt data.
int exit_code_of(Code code);

// "sales.csv:12: field amount: '1,5' is not a number (try: write 1.5)"; unknown parts are left out.
std::string to_string(const Error& error);

}  // namespace quits
