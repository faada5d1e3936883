// What `log import` and `restore` share: --book names the new book, --root what its root must be.
#pragma once

#include "cli/commands.h"
#include "cli/progress.h"
#include "service/restore.h"

namespace quits::cli {

using Restoring = Result<service::Restored> (*)(const service::RestoreRequest&, Clock&,
                                                const service::RestoreProgress&);

// The argument FILE, the option --root, and what happens.
void add_restoring(CLI::App& command, Session& session, const char* what_file, Restoring restoring);

}  // namespace quits::cli
