// The program: its commands on one command line, and how a run of it ends.
//
//   run_program(clock, {"quits", "--book", "acme.quits", "verify"});   // the exit code
//
// Exit codes: 0 done, 1 done with findings, else that of the refusal (base/error.h). The one place
// of cli/ where a failure of the world is caught.
#pragma once

#include <string>
#include <vector>

#include "base/clock.h"

namespace quits::cli {

int run_program(Clock& clock, const std::vector<std::string>& words);

}  // namespace quits::cli
