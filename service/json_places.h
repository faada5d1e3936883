// Where each field of a JSON text stands: line and column of its key or, of an element of a list,
// of its value.
//
//   places_of_fields(json).at("plan[0].band[1].rate")   // 7:30
//
// Keys are named as protobuf names its fields: unitPrice and unit_price are unit_price. The text
// must be JSON.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "service/text_statements.h"

namespace quits::service {

std::map<std::string, TextPosition> places_of_fields(std::string_view json);

}  // namespace quits::service
