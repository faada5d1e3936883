// Pieces of quits run.
#pragma once

#include "cli/session.h"

namespace quits::cli {

// open, collect, propose, accept, reject, approve, post, cancel, reverse.
void add_run_steps(CLI::App& group, Session& session);
// certificate, drawing.
void add_run_outputs(CLI::App& group, Session& session);

}  // namespace quits::cli
