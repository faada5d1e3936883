#include "cli/help.h"

#include <CLI/App.hpp>

namespace quits::cli {
namespace {

std::string arguments_of(const CLI::App& app) {
  std::string text;
  for (const CLI::Option* option :
       app.get_options([](const CLI::Option* each) { return each->get_positional(); })) {
    const std::string name = option->get_name(true) + (option->get_expected_max() > 1 ? "..." : "");
    text += option->get_required() ? " " + name : " [" + name + "]";
  }
  if (!app.get_subcommands({}).empty()) text += " COMMAND";
  return text;
}

std::string full_name(const CLI::App& app) {
  return app.get_parent() == nullptr ? app.get_name()
                                     : full_name(*app.get_parent()) + " " + app.get_name();
}

}  // namespace

std::string HelpText::make_help(const CLI::App* app, std::string name,
                                CLI::AppFormatMode mode) const {
  static_cast<void>(name);
  std::string text = app->get_description() + ".\n\n";
  if (!app->get_footer().empty()) text += "Examples:\n" + app->get_footer() + "\n";
  text += "Usage: " + full_name(*app) + arguments_of(*app) + " [OPTION...]\n";
  text += make_subcommands(app, mode);
  text += make_positionals(app);
  text += CLI::detail::find_and_replace(make_groups(app, mode), "\n\n\n", "\n\n");
  if (app->get_parent() != nullptr) {
    text += "\nOptions of every command (--book, --as, --json, --csv, --quiet): see quits --help\n";
  }
  return text;
}

std::string HelpText::make_option_opts(const CLI::Option* option) const {
  if (option->get_type_size() == 0 || option->get_positional()) return "";
  std::string text = option->get_type_name().empty() ? "" : " " + option->get_type_name();
  if (!option->get_default_str().empty()) text += "=" + option->get_default_str();
  return option->get_required() ? text + " (needed)" : text;
}

}  // namespace quits::cli
