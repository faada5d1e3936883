// The parts of what is said about checkpoints, each in a file of its own.
#pragma once

#include "cli/session.h"

namespace CLI {
class App;
}

namespace quits::cli {

void add_prove_commands(CLI::App& app, Session& session);  // prove, check-proof: beside `checkpoint`

}  // namespace quits::cli
