// Disputes in words.
#pragma once

#include <quits/v1/view_dispute.pb.h>

#include <string>

#include "cli/output.h"

namespace quits::cli {

// "line 2 of ACME-2026-00001 (Product course)".
std::string subject_of(const v1::DisputeView& dispute);
// "open, answer due on 2026-04-30", "upheld, given back with 2026-04".
std::string standing_of(const v1::DisputeView& dispute);
// One line per thing that was said.
void print_events(const v1::DisputeView& dispute, std::size_t indent, Output& output);

}  // namespace quits::cli
