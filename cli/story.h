// A story that `quits demo` tells: narration, the day, and commands, as a text file beside the files that it uses.
//
//   # January ends: fees fall due.          narration, before the commands that follow
//   @ 2025-02-03T09:00:00Z                  it is now this time
//   $ period close 2025-01                  a command, run and shown with what it prints
//   % settle 2025-01                        a command, run and shown without it
//
// Words of a command are divided by spaces; "double quotes" keep some together. Empty lines divide nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace quits::cli {

struct StoryCommand {
  std::vector<std::string> words;  // after `quits`
  bool is_silent = false;
};

struct StoryStep {
  std::string says;               // narration; may be empty
  std::optional<Timestamp> time;  // none: a minute after the command before
  std::vector<StoryCommand> commands;
};

// Refuses a line that is none of the above with its number.
Result<std::vector<StoryStep>> parse_story(std::string_view text);

}  // namespace quits::cli
