// How --help looks: what the command does, examples, how it is called, then options.
#pragma once

#include <CLI/Formatter.hpp>
#include <string>

namespace quits::cli {

// A command's examples stand in its footer, which other programs print last.
class HelpText final : public CLI::Formatter {
 public:
  HelpText() { column_width(26); }

  std::string make_help(const CLI::App* app, std::string name,
                        CLI::AppFormatMode mode) const override;
  std::string make_option_opts(const CLI::Option* option) const override;
};

}  // namespace quits::cli
