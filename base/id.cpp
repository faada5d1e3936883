#include "base/id.h"

#include <fmt/core.h>

#include <string_view>
#include <utility>

#include "base/text.h"

namespace quits {
namespace {

Status check_part(std::string_view part, std::size_t bytes_max, const char* field) {
  if (!is_valid_utf8(part)) {
    return refuse_field(field, Code::malformed_text,
                        fmt::format("{} is not valid UTF-8", in_quotes(part)));
  }
  if (part.empty()) {
    return refuse_field(field, Code::missing_field, "the id of a fact needs this part",
                        "give every fact a source and an id that the source never uses twice");
  }
  if (has_control_characters(part)) {
    return refuse_field(field, Code::bad_value,
                        fmt::format("{} contains control characters", in_quotes(part)));
  }
  if (part.size() > bytes_max) {
    return refuse_field(
        field, Code::too_large,
        fmt::format("{} has {} bytes: expected at most {}", in_quotes(part), part.size(), bytes_max));
  }
  return {};
}

}  // namespace

Result<FactId> check_fact_id(FactId id) {
  TRY_STATUS(check_part(id.source, FactId::kSourceBytesMax, "id.source"));
  TRY_STATUS(check_part(id.external_id, FactId::kExternalIdBytesMax, "id.external_id"));
  if (id.source.find(':') != std::string::npos) {
    return refuse_field("id.source", Code::bad_value,
                        fmt::format("{} contains ':', which ends a source", in_quotes(id.source)),
                        "use another separator in the source, such as '.' or '/'");
  }
  return id;
}

}  // namespace quits
