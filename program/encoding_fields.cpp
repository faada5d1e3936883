#include "program/encoding_fields.h"

#include <fmt/core.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "base/money.h"
#include "base/text.h"

namespace quits::program {
namespace {

bool is_key_character(char c) {
  const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80) != 0;
  return is_letter || (c >= '0' && c <= '9') || c == '.' || c == '_' || c == '-' || c == ' ';
}

// Almost every text is printable ASCII, and needs no closer look.
bool is_plain(std::string_view text) {
  bool plain = true;
  for (const char c : text) plain &= c >= 0x20 && c < 0x7F;
  return plain;
}

bool admits(Sign sign, Decimal amount) {
  switch (sign) {
    case Sign::any:
      return true;
    case Sign::not_negative:
      return !amount.is_negative();
    case Sign::positive:
      return amount > Decimal();
    case Sign::not_zero:
      return !amount.is_zero();
  }
  return false;
}

const char* words_of(Sign sign) {
  switch (sign) {
    case Sign::any:
      return "a number";
    case Sign::not_negative:
      return "zero or above";
    case Sign::positive:
      return "above zero";
    case Sign::not_zero:
      return "other than zero";
  }
  return "";
}

}  // namespace

std::string Fields::path(const char* name) const {
  std::string prefix;
  if (parent_ != nullptr) {
    prefix = parent_->path(name_);
    if (index_ != kNoIndex) prefix += fmt::format("[{}]", index_);
  }
  if (*name == '\0') return prefix;
  return prefix.empty() ? std::string(name) : prefix + "." + name;
}

void Fields::refuse(const char* name, Error error) {
  if (all_ == nullptr && fault_ && fault_->code <= error.code) return;
  error.place.field = path(name);
  if (all_ != nullptr) all_->push_back(error);
  if (fault_ && fault_->code <= error.code) return;
  fault_ = std::move(error);
}

void Fields::refuse(const char* name, Code code, std::string message, std::string hint) {
  refuse(name, Error{code, std::move(message), std::move(hint), Place{}});
}

void Fields::missing(const char* name) {
  refuse(name, Code::missing_field, "is required and is empty", fmt::format("fill in {}", name));
}

void Fields::refuse_unknown(const google::protobuf::UnknownFieldSet& unknown) {
  refuse("", Code::unknown_field,
         fmt::format("holds field number {}, which this version does not know",
                     unknown.field(0).number()),
         "read it with the version of the program that wrote it, or a later one");
}

void Fields::refuse_number(const char* name, int number,
                           const google::protobuf::EnumDescriptor& known) {
  std::string names;
  for (int i = 0; i < known.value_count(); ++i) {
    if (known.value(i)->number() == 0) continue;
    if (!names.empty()) names += ", ";
    names += known.value(i)->name();
  }
  refuse(name, Code::bad_value,
         fmt::format("the number {} is none of {}: {} was expected", number, known.name(), names));
}

void Fields::text(const char* name, const std::string& in, std::string& out, Need need,
                  std::size_t bytes_max) {
  if (in.empty()) {
    out.clear();
    if (need == Need::required) missing(name);
    return;
  }
  if (in.size() > bytes_max) {
    return refuse(name, Code::too_large,
                  fmt::format("has {} bytes: at most {} were expected", in.size(), bytes_max),
                  "shorten it");
  }
  out = in;
  if (is_plain(in)) return;
  if (!is_valid_utf8(in)) {
    return refuse(name, Code::malformed_text, fmt::format("{} is not UTF-8", in_quotes(in)),
                  "convert the input to UTF-8");
  }
  if (has_control_characters(in)) {
    return refuse(
        name, Code::bad_value,
        fmt::format("{} holds a control character: one line of text was expected", in_quotes(in)),
        "take out line ends, tabs and the like");
  }
  out = in;
}

void Fields::new_party_key(const char* name, const std::string& in, std::string& out) {
  key(name, in, out, Need::required);
  const bool spaced = in.starts_with(' ') || in.ends_with(' ') || in.find("  ") != in.npos;
  if (spaced || !std::all_of(in.begin(), in.end(), is_key_character)) {
    refuse(name, Code::bad_value,
           fmt::format("{} cannot be a party's key: letters, digits, and . _ - and single spaces "
                       "between them were expected",
                       in_quotes(in)),
           "the full name goes into the name");
  }
}

void Fields::reason(const char* name, const std::string& in, std::string& out) {
  text(name, in, out);
  if (in.empty()) {
    refuse(name, Code::reason_missing, "is required and is empty",
           "say why in words; the auditors read it");
  }
}

void Fields::country(const char* name, const std::string& in, std::string& out) {
  const auto is_capital = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (!in.empty() && (in.size() != 2 || !std::all_of(in.begin(), in.end(), is_capital))) {
    return refuse(name, Code::bad_value,
                  fmt::format("{} is not a country: two capital letters of ISO 3166 were expected",
                              in_quotes(in)),
                  "write DE, or leave it empty");
  }
  out = in;
}

void Fields::date(const char* name, const std::string& in, Date& out) {
  if (in.empty()) return missing(name);
  auto parsed = Date::parse_iso(in);
  if (!parsed) return refuse(name, std::move(parsed).error());
  out = *parsed;
}

void Fields::date(const char* name, const std::string& in, std::optional<Date>& out) {
  out.reset();
  if (!in.empty()) date(name, in, out.emplace());
}

void Fields::period(const char* name, const std::string& in, Period& out) {
  if (in.empty()) return missing(name);
  auto parsed = Period::parse(in);
  if (!parsed) return refuse(name, std::move(parsed).error());
  out = *parsed;
}

void Fields::currency(const char* name, const std::string& in, Currency& out) {
  if (in.empty()) return missing(name);
  auto parsed = Currency::parse(in);
  if (!parsed) return refuse(name, std::move(parsed).error());
  out = *parsed;
}

void Fields::currency(const char* name, const std::string& in, std::optional<Currency>& out) {
  out.reset();
  if (!in.empty()) currency(name, in, out.emplace(Currency::none()));
}

void Fields::amount(const char* name, const std::string& in, Decimal& out, Sign sign,
                    const char* hint) {
  if (in.empty()) return missing(name);
  auto parsed = Decimal::parse(in);
  if (!parsed) return refuse(name, std::move(parsed).error());
  out = *parsed;
  check_sign(name, out, sign, hint);
}

void Fields::quantity(const char* name, const std::string& in, Decimal& out, Sign sign,
                      Decimal when_empty) {
  out = when_empty;
  if (!in.empty()) amount(name, in, out, sign);
}

void Fields::check_sign(const char* name, Decimal amount, Sign sign, const char* hint) {
  if (admits(sign, amount)) return;
  refuse(name, Code::bad_value,
         fmt::format("is {}: a number {} was expected", amount.to_string(), words_of(sign)), hint);
}

void Fields::money(const char* name, const std::string& in, Currency currency, std::int64_t& out,
                   Need need) {
  out = 0;
  if (in.empty()) {
    if (need == Need::required) missing(name);
    return;
  }
  if (currency.is_none()) return;  // already refused; the places of the amount are not known
  auto parsed = Money::parse(in, currency);
  if (!parsed) return refuse(name, std::move(parsed).error());
  out = parsed->minor();
}

void Fields::rate(const char* name, const std::string& in, Rate& out, Need need) {
  out = Rate();
  if (in.empty()) {
    if (need == Need::required) missing(name);
    return;
  }
  auto parsed = Rate::parse(in);
  if (!parsed) return refuse(name, std::move(parsed).error());
  out = *parsed;
}

}  // namespace quits::program
