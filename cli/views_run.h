// Settlement runs as messages, and what prints of them.
#pragma once

#include <quits/v1/view_run.pb.h>

#include <string>

#include "cli/output.h"
#include "cli/table.h"
#include "service/book_file.h"
#include "settlement/runs.h"

namespace quits::cli {

// Without documents, parties and payments.
v1::RunView run_row(service::BookFile& file, const settlement::NamedRun& run);
// Everything, as it stands today; with a party only its documents and payments, as its statement of the run.
v1::RunView run_whole(service::BookFile& file, const settlement::NamedRun& run, const std::string& party, Date today);

// The next step as a command; empty when there is none.
std::string next_of(const std::string& run, settlement::RunState state);

// "in another run"
std::string_view words_of(program::RunExclusion reason);

void print_run(const v1::RunView& view, const std::string& party, Output& output);

}  // namespace quits::cli
