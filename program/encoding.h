// Facts and terms <-> quits.v1 messages and bytes.
//
// The text forms (protobuf text, JSON) are the business of service/wire; this file turns a parsed
// message into values, refusing what is not one, and values into the bytes that the log stores.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "program/facts.h"

namespace quits::v1 {
class Fact;
class Terms;
}  // namespace quits::v1

namespace quits::program {

// Refusals name the field with its path in the message ("sale.amount",
// "agreement_proposed.terms.plan[0].band[1].from") in Error.place.field, and say what was expected;
// of several faults the one with the smallest code is named. Fields that this version does not know
// are refused (unknown_field), because their meaning would be lost. Dates, decimals, currencies and
// required fields are checked here; whether a party exists or terms make sense is not.
Result<Fact> from_message(const v1::Fact& message);
Result<Terms> from_message(const v1::Terms& message);
// Every fault of the message and then of the terms (program/terms.h), without those that only follow from another.
// `terms` is what could be read. `lost` says of a field, by its path, that it was written and cannot be known any more.
std::vector<Error> all_faults(const v1::Terms& message, Terms& terms,
                              const std::function<bool(const std::string&)>& lost);
// Overwrite every field, except that a fact's id, which a Fact does not have, stays as it is.
void to_message(const Fact& fact, v1::Fact& message);
void to_message(const Terms& terms, v1::Terms& message);

// Encodes and decodes with one reused message; not for two threads at once. Cost: about 0.3 us each
// way for a sale. decode(encode(f)) == f, and equal facts have equal bytes (within one version of
// this program).
class FactCodec {
 public:
  FactCodec();
  ~FactCodec();
  FactCodec(const FactCodec&) = delete;
  FactCodec& operator=(const FactCodec&) = delete;

  std::string encode(const Fact& fact);
  Result<Fact> decode(std::string_view bytes);  // malformed_message when it is not a quits.v1.Fact

 private:
  struct Message;
  std::unique_ptr<Message> message_;
};

}  // namespace quits::program
