// How `quits explain` looks on paper.
#pragma once

#include <quits/v1/view.pb.h>

#include "cli/output.h"

namespace quits::cli {

// An entry: what was reported, who recorded it, and the calculation of each of its amounts.
void print_entry(const v1::ExplainView& view, Output& output);
// A line: what it is, and the entries behind it.
void print_line(const v1::ExplainView& view, Output& output);

}  // namespace quits::cli
