#include "cli/story.h"

#include <fmt/core.h>

namespace quits::cli {
namespace {

std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> words;
  bool is_quoted = false;
  bool is_word = false;
  for (const char letter : line) {
    if (letter == '"') {
      is_quoted = !is_quoted;
    } else if (letter == ' ' && !is_quoted) {
      is_word = false;
      continue;
    }
    if (!is_word) words.emplace_back();
    is_word = true;
    if (letter != '"') words.back() += letter;
  }
  return words;
}

// Adds one line to the story. A step ends where the next narration or time begins.
Status add_line(std::string_view line, std::vector<StoryStep>& steps) {
  if (line.empty()) return {};
  const std::string_view rest = line.substr(std::min<std::size_t>(2, line.size()));
  const char sign = line.front();
  const bool begins_step = steps.empty() || (!steps.back().commands.empty() && (sign == '#' || sign == '@'));
  if (begins_step) steps.emplace_back();
  StoryStep& step = steps.back();
  if (sign == '#') {
    if (!step.says.empty()) step.says += ' ';
    step.says += rest;
  } else if (sign == '@') {
    TRY(step.time, Timestamp::parse(rest));
  } else if (sign == '$' || sign == '%') {
    step.commands.push_back({words_of(rest), sign == '%'});
  } else {
    return refuse(Code::malformed_text, fmt::format("\"{}\" is no line of a story", line), "begin it with #, @, $ or %");
  }
  return {};
}

}  // namespace

Result<std::vector<StoryStep>> parse_story(std::string_view text) {
  std::vector<StoryStep> steps;
  for (int number = 1; !text.empty(); ++number) {
    const std::size_t end = text.find('\n');
    auto added = add_line(text.substr(0, end), steps);
    if (!added) {
      added.error().place.line = number;
      return tl::unexpected<Error>(std::move(added).error());
    }
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return steps;
}

}  // namespace quits::cli
