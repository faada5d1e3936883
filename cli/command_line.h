// The command line as a whole: how commands are added to it, how it is read, and what a mistyped
// word is met with.
//
//   auto app = make_command_line(session);
//   add_party_commands(*app, session); ...
//   run_command_line(*app, session, words);   // reads the line, runs one command
#pragma once

#include <CLI/App.hpp>
#include <memory>
#include <string>
#include <vector>

#include "cli/commands.h"

namespace quits::cli {

// Without commands; with the options that every command has.
std::unique_ptr<CLI::App> make_command_line(Session& session);

// words[0] is the program's own name. Refuses a line that cannot be read with usage (exit 2), the
// closest known word as a hint. What the command throws flies through.
void run_command_line(CLI::App& app, Session& session, std::vector<std::string> words);

}  // namespace quits::cli
