// quits run certificate, quits run drawing: a run for those who have no book.
#include <fmt/core.h>

#include "cli/commands.h"
#include "cli/net_drawing.h"
#include "cli/net_file.h"
#include "cli/net_text.h"
#include "cli/run_network.h"
#include "cli/run_parts.h"
#include "cli/views_run.h"
#include "settlement/certificate.h"
#include "storage/database.h"

namespace quits::cli {
namespace {

constexpr CommandText kCertificate{
    "certificate", "Write a proposal with its proof to a file that anybody can check",
    "  quits run certificate 2026-03 --out proof.json\n"
    "  quits run certificate 2026-03 --currency EUR --out proof.json\n"
    "  quits net --check proof.json        needs neither the book nor this program\n"};
constexpr CommandText kDrawing{"drawing", "Draw a proposal: who owes whom before and after (SVG)",
                               "  quits run drawing 2026-03 --out march.svg\n"
                               "  quits run drawing 2026-03 --currency EUR --out march.svg\n"};

struct OutputOptions {
  std::string run;
  std::string currency;
  std::string file;
};

Result<RunNet> proposed_net(Session& session, const OutputOptions& options) {
  TRY_STATUS(session.refuse_csv());
  service::BookFile& file = session.book_for_reading();
  const storage::Transaction reading(file.database(), storage::Access::read);
  TRY(RunNet net, net_of_run(file, options.run, options.currency));
  if (net.set_off.amounts.size() == net.input.ids.size()) return net;
  return refuse(Code::run_state,
                fmt::format("run {} is collected: nothing is proposed yet", options.run),
                "quits run propose " + options.run);
}

Status write_certificate(Session& session, const OutputOptions& options) {
  TRY(const RunNet net, proposed_net(session, options));
  TRY(const settlement::Checked checked, settlement::check_set_off(net.input.network, net.set_off));
  v1::NetView view = view_of(net.input, net.set_off, checked);
  for (const program::RunExcluded& excluded : net.excluded) {
    v1::NetExcludedView& added = *view.add_excluded();
    added.set_id(excluded.number);
    added.set_reason(std::string(words_of(excluded.reason)));
  }
  write_file(options.file, net_json(view));
  Output& output = session.output();
  if (output.wants_json()) output.print(net_json(view));
  output.note("{} holds run {}: {} of {} {} set off. {}", options.file, options.run,
              grouped(view.set_off()), grouped(view.gross()), view.currency(),
              net_proof_text(view));
  output.note("who has the file checks it alone: quits net --check {}", options.file);
  return {};
}

Status write_drawing(Session& session, const OutputOptions& options) {
  TRY(RunNet net, proposed_net(session, options));
  TRY(const settlement::Checked checked, settlement::check_set_off(net.input.network, net.set_off));
  net = without_idle_parties(std::move(net));
  const v1::NetView view = view_of(net.input, net.set_off, checked);
  write_file(options.file, net_drawing(view));
  session.output().note("{} shows {} of {} parties of run {}, before and after", options.file,
                        std::min(view.parties_size(), kDrawnPartiesMax), view.parties_size(),
                        options.run);
  return {};
}

using Writing = Status (*)(Session&, const OutputOptions&);

void add_writing(CLI::App& group, Session& session, const CommandText& text, Writing write_it,
                 const char* what) {
  CLI::App& command = add_command(group, text);
  auto options = std::make_shared<OutputOptions>();
  command.add_option("RUN", options->run, "Its key")->required();
  command.add_option("--out", options->file, what)->type_name("FILE")->required();
  command.add_option("--currency", options->currency, "Which one, where the run has several");
  on_run(command, session, [&session, options, write_it] { return write_it(session, *options); });
}

}  // namespace

void add_run_outputs(CLI::App& group, Session& session) {
  add_writing(group, session, kCertificate, write_certificate, "Where the certificate goes (JSON)");
  add_writing(group, session, kDrawing, write_drawing, "Where the drawing goes (SVG)");
}

}  // namespace quits::cli
