#include "cli/command_line.h"

#include <fmt/format.h>

#include <CLI/Config.hpp>  // the vtables that App.hpp refers to
#include <CLI/Error.hpp>
#include <vector>

#include "base/text.h"
#include "cli/help.h"

namespace quits::cli {
namespace {

constexpr const char* kVersion = "quits 0.1.0";

// The command the line got to before it went wrong.
const CLI::App& deepest(const CLI::App& app) {
  const auto parsed = app.get_subcommands();
  return parsed.empty() ? app : deepest(*parsed.front());
}

std::string full_name(const CLI::App& app) {
  return app.get_parent() == nullptr ? app.get_name()
                                     : full_name(*app.get_parent()) + " " + app.get_name();
}

std::vector<std::string> verbs_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands({})) names.push_back(command->get_name());
  return names;
}

std::vector<std::string> options_of(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::App* each = &app; each != nullptr; each = each->get_parent()) {
    for (const CLI::Option* option : each->get_options()) {
      for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    }
  }
  return names;
}

std::string did_you_mean(const std::string& word, const std::vector<std::string>& known,
                         const std::string& otherwise) {
  const std::vector<std::string_view> views(known.begin(), known.end());
  const std::string near = closest(word, views);
  return near.empty() ? otherwise : fmt::format("did you mean {}?", near);
}

Error usage(std::string message, std::string hint) {
  return Error{Code::usage, std::move(message), std::move(hint), {}};
}

// `word` is what nobody wanted.
Error explain_word(const CLI::App& at, const std::string& word) {
  const std::string see_help = fmt::format("see {} --help", full_name(at));
  if (word.starts_with("-") && word.size() > 1) {
    const std::string option = word.substr(0, word.find('='));
    return usage(fmt::format("{} has no option {}", full_name(at), in_quotes(option)),
                 did_you_mean(option, options_of(at), see_help));
  }
  const std::vector<std::string> verbs = verbs_of(at);
  if (verbs.empty())
    return usage(fmt::format("{} does not expect {}", full_name(at), in_quotes(word)),
                 see_help);
  return usage(fmt::format("{} has no command {}", full_name(at), in_quotes(word)),
               did_you_mean(word, verbs, see_help));
}

Error explain(const CLI::App& app, const CLI::ParseError& error) {
  const CLI::App& at = deepest(app);
  if (const auto extra = app.remaining(true); !extra.empty())
    return explain_word(at, extra.front());
  const std::string see_help = fmt::format("see {} --help", full_name(at));
  if (const auto verbs = verbs_of(at); !verbs.empty() && at.get_subcommands().empty()) {
    return usage(fmt::format("{} needs a command", full_name(at)),
                 fmt::format("one of {}", fmt::join(verbs, ", ")));
  }
  return usage(fmt::format("{}: {}", full_name(at), error.what()), see_help);
}

}  // namespace

std::unique_ptr<CLI::App> make_command_line(Session& session) {
  auto app =
      std::make_unique<CLI::App>("The book between the companies of a partner program", "quits");
  app->formatter(std::make_shared<HelpText>());
  app->set_help_flag("-h,--help", "Show this help");
  app->set_version_flag("--version", kVersion);
  app->footer(
      "  quits demo                                      a small program from sales to statements\n"
      "  quits --book acme.quits init --operator ACME --name \"ACME Ltd\"\n"
      "  quits --book acme.quits import sales.csv --mapping sales.mapping\n"
      "  quits --book acme.quits statement FRANCE --period 2026-01\n");
  app->require_subcommand(1);
  app->fallthrough();
  session.add_options(*app);
  return app;
}

CLI::App& add_command(CLI::App& parent, const CommandText& text) {
  CLI::App& command = *parent.add_subcommand(text.name, text.description);
  command.footer(text.examples);
  command.group("Commands");
  return command;
}

CLI::App& add_group(CLI::App& parent, const CommandText& text) {
  CLI::App& group = add_command(parent, text);
  group.require_subcommand(1);
  return group;
}

void on_run(CLI::App& command, Session& session, std::function<Status()> action) {
  command.final_callback([&session, action = std::move(action)] { session.finish(action()); });
}

void run_command_line(CLI::App& app, Session& session, std::vector<std::string> words) {
  // `quits help settle` is `quits settle --help`.
  if (words.size() > 1 && words[1] == "help") {
    words.erase(words.begin() + 1);
    words.emplace_back("--help");
  }
  std::vector<std::string> last_first(words.rbegin(), words.rend() - 1);
  try {
    app.parse(last_first);
  } catch (const CLI::CallForHelp&) {
    session.output().print(deepest(app).help());
  } catch (const CLI::CallForVersion&) {
    session.output().line("{}", kVersion);
  } catch (const CLI::ParseError& error) {
    session.finish(refuse(explain(app, error)));
  }
}

}  // namespace quits::cli
