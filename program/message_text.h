// A message as people write it, protobuf text or JSON, and where each of its fields stands.
//
//   v1::FactFile file;
//   TRY(auto text, MessageText::parse(bytes, "march.txtpb", file));
//   text.place_of("fact[2].sale.amount")   // march.txtpb:17:5, field fact[2].sale.amount
//
// JSON is what begins with "{". Refuses: too_large, malformed_text (bytes that are not UTF-8 among
// it), unknown_field with the name that was probably meant. Refusals say line and column where they
// are known: of JSON that no parser takes they are not.
#pragma once

#include <google/protobuf/text_format.h>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "program/json_places.h"

namespace quits::program {

class MessageText {
 public:
  static constexpr std::size_t kBytesMax = std::size_t{64} << 20;

  // `name` is what errors call the text; `message` is overwritten.
  static Result<MessageText> parse(std::string_view text, const std::string& name,
                                   google::protobuf::Message& message);

  // The place of a field, or of the nearest one around it that is written. An index may not go
  // beyond the written ones.
  Place place_of(const std::string& path) const;

 private:
  MessageText(std::string name, const google::protobuf::Descriptor* type)
      : name_(std::move(name)), type_(type) {}
  Status parse_protobuf(std::string_view text, google::protobuf::Message& message);
  Status parse_json(std::string_view text, google::protobuf::Message& message);

  std::string name_;
  const google::protobuf::Descriptor* type_;
  std::unique_ptr<google::protobuf::TextFormat::ParseInfoTree> tree_;  // null for JSON
  std::optional<JsonPlaces> json_;
};

}  // namespace quits::program
