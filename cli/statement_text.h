// How a statement looks on paper: opening, what was earned and charged, invoices, set-off, payment,
// closing, and what each side contributed.
#pragma once

#include <quits/v1/view.pb.h>

#include "cli/output.h"

namespace quits::cli {

void print_statement(const v1::StatementView& statement, Output& output);

}  // namespace quits::cli
