// What the files of the level commands share. quits level ... is in level.cpp.
#pragma once

#include "cli/commands.h"

namespace quits::cli {

// level_record.cpp
void add_level_review(CLI::App& group, Session& session);
void add_level_grant(CLI::App& group, Session& session);
// level_people.cpp
void add_level_certify(CLI::App& group, Session& session);
void add_level_leave(CLI::App& group, Session& session);

}  // namespace quits::cli
