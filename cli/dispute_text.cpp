#include "cli/dispute_text.h"

#include <fmt/core.h>

namespace quits::cli {

std::string subject_of(const v1::DisputeView& dispute) {
  if (dispute.line() == 0) return "all of " + dispute.document();
  const std::string what =
      dispute.description().empty() ? "" : fmt::format(" ({})", dispute.description());
  return fmt::format("line {} of {}{}", dispute.line(), dispute.document(), what);
}

std::string standing_of(const v1::DisputeView& dispute) {
  if (dispute.state() == "open") {
    if (dispute.overdue())
      return "open, overdue: no answer until " + dispute.answer_until();
    for (const v1::DisputeEventView& event : dispute.event()) {
      if (event.what() == "answered" && event.by() != dispute.by()) return "open, answered";
    }
    return "open, answer due until " + dispute.answer_until();
  }
  if (dispute.state() == "waiting")
    return "upheld, given back when " + dispute.adjusted_in() + " closes";
  if (dispute.state() == "upheld") return "upheld, given back with " + dispute.adjusted_in();
  return dispute.state();
}

void print_events(const v1::DisputeView& dispute, std::size_t indent, Output& output) {
  for (const v1::DisputeEventView& event : dispute.event()) {
    output.line("{}{}  {} {}: {}", std::string(indent, ' '), event.on(), event.what(),
                "by " + event.by(), event.text());
  }
}

}  // namespace quits::cli
