// quits net: what could be set off among the debts of a file. No book is opened.
#include <fmt/core.h>

#include <fstream>
#include <sstream>

#include "cli/commands.h"
#include "cli/net_drawing.h"
#include "cli/net_file.h"
#include "cli/net_text.h"
#include "cli/views_net.h"
#include "settlement/netting/bilateral.h"
#include "settlement/netting/centre.h"
#include "settlement/netting/multilateral.h"
#include "settlement/netting/whole.h"

namespace quits::cli {
namespace {

using settlement::NettingMode;

constexpr CommandText kText{
    "net", "Show what could be set off among the debts of a file, without a book",
    "  quits net debts.csv                        the most that loops of debts can set off\n"
    "  quits net debts.csv --mode bilateral       only what two owe each other\n"
    "  quits net debts.csv --mode centre          one payment per party to or from a centre\n"
    "  quits net debts.csv --csv > result.csv     what is left of each obligation\n"
    "  quits net debts.csv --svg debts.svg        a drawing of before and after\n"
    "  quits net debts.csv --certificate proof.json\n"
    "  quits net --check proof.json               proves a result without the program that made "
    "it\n"};

struct NetOptions {
  NetFileOptions input;
  std::string mode = "multilateral";
  std::string order = "oldest";
  std::string certificate;
  std::string drawing;
  std::string check;
  bool whole = false;
};

Result<std::string> read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  if (file) text << file.rdbuf();
  if (!file || text.bad())
    return refuse(Code::not_found, fmt::format("{} cannot be read", path), "is the name right?");
  return text.str();
}

Result<settlement::SetOff> solve(const settlement::Network& network, NettingMode mode,
                                 settlement::AllocationOrder order, bool whole) {
  if (whole && mode == NettingMode::centre) {
    return refuse_field("--whole-invoices", Code::usage,
                        "a centre takes over every obligation as a whole anyway",
                        "leave it out, or choose another mode");
  }
  if (whole) return settlement::set_off_whole(network, mode);
  switch (mode) {
    case NettingMode::bilateral:
      return settlement::set_off_bilaterally(network, order);
    case NettingMode::multilateral:
      return settlement::set_off_multilaterally(network, order);
    case NettingMode::centre:
      break;
  }
  return settlement::novate_to_centre(network);
}

void add_excluded(const exchange::ObligationFile& file, v1::NetView& view) {
  for (const exchange::ExcludedRow& row : file.excluded) {
    v1::NetExcludedView& added = *view.add_excluded();
    added.set_id(row.id);
    added.set_line(row.line);
    added.set_reason(std::string(name_of(row.reason)));
  }
}

void print(const v1::NetView& view, Output& output) {
  if (output.wants_json()) {
    output.print(net_json(view));
  } else if (output.wants_csv()) {
    print_net_csv(view, output);
  } else {
    print_net_text(view, output);
  }
}

Status net_file(Session& session, const NetOptions& options) {
  const auto mode = settlement::mode_named(options.mode);
  const auto order = settlement::order_named(options.order);
  if (!mode || !order) return refuse(Code::usage, "this mode or order is none", "see --help");
  TRY(const auto file, read_net_file(options.input));
  TRY(const NetInput input, net_input(file));
  TRY(const settlement::SetOff set_off, solve(input.network, *mode, *order, options.whole));
  // The answer is judged by what does not know how it was found.
  TRY(const settlement::Checked checked, settlement::check_set_off(input.network, set_off));
  v1::NetView view = view_of(input, set_off, checked);
  add_excluded(file, view);
  if (!options.certificate.empty()) write_file(options.certificate, net_json(view));
  if (!options.drawing.empty()) write_file(options.drawing, net_drawing(view));
  Output& output = session.output();
  print(view, output);
  say_what_is_excluded(file, output);
  if (!options.drawing.empty() && view.parties_size() > kDrawnPartiesMax) {
    output.note("{} shows the {} largest of {} parties", options.drawing, kDrawnPartiesMax,
                view.parties_size());
  }
  return {};
}

Status check_file(Session& session, const std::string& path) {
  TRY(const std::string text, read_file(path));
  const auto placed = [&](Error error) {
    error.place.file = path;
    return refuse(std::move(error));
  };
  const auto view = parse_net_json(text);
  if (!view) return placed(view.error());
  const auto checked = check_view(*view);
  if (!checked) return placed(checked.error());
  Output& output = session.output();
  if (!output.wants_text()) {
    print(*view, output);
    return {};
  }
  output.line("{} holds: {} of {} set off, {} remaining.", path, grouped(view->set_off()),
              grouped(view->gross()), grouped(view->remaining()));
  output.line("{}", net_proof_text(*view));
  return {};
}

Status run(Session& session, const NetOptions& options) {
  if (options.input.file.empty() == options.check.empty()) {
    return refuse(Code::usage, "one file is needed: obligations to net, or a result to check",
                  "quits net FILE.csv, or quits net --check RESULT");
  }
  return options.check.empty() ? net_file(session, options) : check_file(session, options.check);
}

}  // namespace

void add_net_command(CLI::App& app, Session& session) {
  CLI::App& command = add_command(app, kText);
  auto options = std::make_shared<NetOptions>();
  add_net_file_options(command, options->input);
  command.add_option("--mode", options->mode, "How to net; they are alternatives, never stages")
      ->check(CLI::IsMember({"bilateral", "multilateral", "centre"}))
      ->capture_default_str();
  command.add_option("--order", options->order, "Which invoices of a pair are set off first")
      ->check(CLI::IsMember({"oldest", "newest", "largest", "smallest"}))
      ->capture_default_str();
  command.add_flag("--whole-invoices", options->whole,
                   "Set off no invoice in part; says how far from the bound that stays");
  command.add_option("--certificate", options->certificate,
                     "Write input, result and proof to this file (JSON)");
  command.add_option("--svg", options->drawing, "Write a drawing of before and after to this file");
  command.add_option("--check", options->check, "Check a file that --certificate wrote");
  on_run(command, session, [&session, options] { return run(session, *options); });
}

}  // namespace quits::cli
