// Base64 with the standard alphabet and padding (RFC 4648, section 4), read strictly.
//
//   to_base64("\x01\x02") == "AQI="
//
// Exactly one text stands for the same bytes: no line ends, no missing padding, no bits left over.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace quits::proof {

std::string to_base64(std::string_view bytes);
std::string to_base64(std::span<const std::byte> bytes);

// The bytes, or nothing for a text that is no base64. The empty text is no bytes.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace quits::proof
