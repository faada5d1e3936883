// The text of a mapping as a quits.v1.Mapping, and where each of its fields stands in it.
//
//   TRY(auto text, MappingText::parse(bytes, MappingSyntax::protobuf_text, "billing.mapping"));
//   text.place_of("map[2].column")   // billing.mapping:17:5, field map[2].column
#pragma once

#include <google/protobuf/text_format.h>
#include <quits/v1/mapping.pb.h>

#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "exchange/mapping.h"

namespace quits::exchange {

class MappingText {
 public:
  // Refuses with malformed_text, or with unknown_field and the name that was probably meant.
  static Result<MappingText> parse(std::string_view text, MappingSyntax syntax,
                                   const std::string& name);

  const v1::Mapping& message() const { return message_; }

  // The place of the field, or of the nearest one around it that is written; an index may not go
  // beyond the written ones. JSON has no lines.
  Place place_of(const std::string& path) const;

 private:
  explicit MappingText(std::string name) : name_(std::move(name)) {}
  Status parse_protobuf(std::string_view text);
  Status parse_json(std::string_view text);

  std::string name_;
  v1::Mapping message_;
  // Null for JSON.
  std::unique_ptr<google::protobuf::TextFormat::ParseInfoTree> places_;
};

}  // namespace quits::exchange
