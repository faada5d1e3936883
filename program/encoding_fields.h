// Reads the fields of one message into a value, and remembers what is wrong.
//
// Every read is a plain call, so that a message is a flat list of its fields. Of several faults the
// one with the smallest code is reported, the earlier of equals. The path of a field is spelled out
// only when it is at fault.
//
//   Fields fields;
//   Fields sale(fields, "sale");
//   sale.key("seller", message.seller(), out.seller, Need::required);
//   sale.date("on", message.on(), out.on);
//   if (fields.fault()) ...   // place.field == "sale.on"
//
// A child refers to its parent: it must not outlive it. Without a fault nothing is allocated.
#pragma once

#include <google/protobuf/descriptor.h>
#include <google/protobuf/generated_enum_reflection.h>
#include <google/protobuf/repeated_field.h>
#include <google/protobuf/unknown_field_set.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/currency.h"
#include "base/date.h"
#include "base/decimal.h"
#include "base/period.h"
#include "base/rate.h"
#include "base/result.h"

namespace quits::program {

inline constexpr std::size_t kKeyBytesMax = 64;
inline constexpr std::size_t kTextBytesMax = 1000;

enum class Need : std::uint8_t { optional, required };

// Which amounts a field admits.
enum class Sign : std::uint8_t { any, not_negative, positive, not_zero };

class Fields {
 public:
  static constexpr int kNoIndex = -1;

  Fields() : fault_(own_fault_) {}
  // Every fault goes to `all` as well, in the order of the reads.
  explicit Fields(std::vector<Error>& all) : all_(&all), fault_(own_fault_) {}
  Fields(Fields& parent, const char* name, int index = kNoIndex)
      : parent_(&parent), name_(name), index_(index), all_(parent.all_), fault_(parent.fault_) {}
  Fields(const Fields&) = delete;
  Fields& operator=(const Fields&) = delete;

  // The fault of the whole message, shared by the root and all its children.
  std::optional<Error>& fault() { return fault_; }

  void refuse(const char* name, Code code, std::string message, std::string hint = std::string());
  void missing(const char* name);

  // A field that this version does not know has a meaning that would be lost in silence.
  template <class Message>
  void expect_known(const Message& message) {
    const auto& unknown = message.GetReflection()->GetUnknownFields(message);
    if (!unknown.empty()) [[unlikely]]
      refuse_unknown(unknown);
  }

  // One line of UTF-8 without control characters.
  void text(const char* name, const std::string& in, std::string& out, Need need = Need::optional,
            std::size_t bytes_max = kTextBytesMax);
  // A name that something is found by: at most kKeyBytesMax bytes.
  void key(const char* name, const std::string& in, std::string& out, Need need) {
    text(name, in, out, need, kKeyBytesMax);
  }
  // A key that may enter the register of parties: letters, digits, and . _ - space.
  void new_party_key(const char* name, const std::string& in, std::string& out);
  // Why something is done by hand; its absence has a code of its own.
  void reason(const char* name, const std::string& in, std::string& out);
  void country(const char* name, const std::string& in, std::string& out);

  void date(const char* name, const std::string& in, Date& out);
  void date(const char* name, const std::string& in, std::optional<Date>& out);
  void period(const char* name, const std::string& in, Period& out);
  void currency(const char* name, const std::string& in, Currency& out);
  void currency(const char* name, const std::string& in, std::optional<Currency>& out);
  // Amounts are required; `hint` says what to do about a wrong sign.
  void amount(const char* name, const std::string& in, Decimal& out, Sign sign,
              const char* hint = "");
  // Quantities are not: an empty one is `when_empty`.
  void quantity(const char* name, const std::string& in, Decimal& out, Sign sign,
                Decimal when_empty);
  // An amount in major units as minor units of `currency`.
  void money(const char* name, const std::string& in, Currency currency, std::int64_t& out,
             Need need);
  // An empty rate is 0 %.
  void rate(const char* name, const std::string& in, Rate& out, Need need);

  // An enum of quits.v1 as ours of the same numbers. The number 0 is refused...
  template <class Ours, class Wire>
  void choice(const char* name, Wire in, Ours& out) {
    if (in == 0) return missing(name);
    assign(name, in, out);
  }
  // ... or stands for `when_unspecified`.
  template <class Ours, class Wire>
  void choice(const char* name, Wire in, Ours& out, Ours when_unspecified) {
    if (in == 0) {
      out = when_unspecified;
    } else {
      assign(name, in, out);
    }
  }

  // Each element of a repeated message or text, with its index in the path: read_one(fields, in,
  // out).
  template <class In, class Out, class Read>
  void each(const char* name, const google::protobuf::RepeatedPtrField<In>& in,
            std::vector<Out>& out, Read read_one) {
    out.resize(static_cast<std::size_t>(in.size()));
    for (int i = 0; i < in.size(); ++i) {
      Fields element(*this, name, i);
      read_one(element, in[i], out[static_cast<std::size_t>(i)]);
    }
  }

 private:
  template <class Ours, class Wire>
  void assign(const char* name, Wire in, Ours& out) {
    const auto* known = google::protobuf::GetEnumDescriptor<Wire>();
    if (known->FindValueByNumber(in) == nullptr) return refuse_number(name, in, *known);
    out = static_cast<Ours>(in);
  }
  void check_sign(const char* name, Decimal amount, Sign sign, const char* hint);
  void refuse_number(const char* name, int number, const google::protobuf::EnumDescriptor& known);
  void refuse_unknown(const google::protobuf::UnknownFieldSet& unknown);
  void refuse(const char* name, Error error);
  std::string path(const char* name) const;

  const Fields* parent_ = nullptr;
  const char* name_ = nullptr;
  int index_ = kNoIndex;
  std::vector<Error>* all_ = nullptr;
  std::optional<Error> own_fault_;  // used by the root only
  std::optional<Error>& fault_;
};

}  // namespace quits::program
