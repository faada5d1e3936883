// quits record: facts from files into the book.
#include "cli/commands.h"
#include "cli/recording.h"
#include "cli/views.h"
#include "service/wire.h"

namespace quits::cli {
namespace {

constexpr CommandText kText{"record", "Record facts from files of protobuf text or JSON",
                            "  quits record march.txtpb\n"
                            "  quits record --dry-run march.txtpb payments.json\n"
                            "  billing-export | quits record - --source billing --keep-going\n"};

constexpr std::size_t kFactsPerBatch = 1000;

struct RecordCommandOptions {
  std::vector<std::string> files;
  std::string source;
  bool keep_going = false;
  bool dry_run = false;
};

// What became of all files.
struct Outcome {
  v1::RecordView view;
  std::uint64_t first = 0;
  std::uint64_t last = 0;
};

// The good facts of one file, each with its place in it.
struct Batch {
  std::vector<ledger::Submission> facts;
  std::vector<std::size_t> places;
};

void note_receipt(const ledger::Submission& fact, const ledger::Receipt& receipt,
                  Outcome& outcome) {
  v1::ReceiptView& view = *outcome.view.add_receipt();
  view.set_source(fact.id.source);
  view.set_id(fact.id.external_id);
  view.set_sequence(receipt.sequence.value);
  view.set_repeated(receipt.repeated);
  if (receipt.repeated) {
    outcome.view.set_repeated(outcome.view.repeated() + 1);
    return;
  }
  outcome.view.set_recorded(outcome.view.recorded() + 1);
  if (outcome.first == 0) outcome.first = receipt.sequence.value;
  outcome.last = receipt.sequence.value;
}

void note_refusal(Session& session, const Error& error, const ledger::Submission* fact,
                  Outcome& outcome) {
  session.finish(refuse(error));
  v1::ReceiptView& view = *outcome.view.add_receipt();
  if (fact != nullptr) {
    view.set_source(fact->id.source);
    view.set_id(fact->id.external_id);
  }
  *view.mutable_error() = view_of(error);
  outcome.view.set_refused(outcome.view.refused() + 1);
}

void record_batch(Session& session, const RecordCommandOptions& options,
                  const service::FactText& text, const Batch& batch, Outcome& outcome) {
  const ledger::RecordOptions how{.actor = session.actor(), .keep_going = options.keep_going};
  const auto result = session.book_for_writing().book().record(batch.facts, how);
  for (std::size_t i = 0; i < result.receipts.size(); ++i) {
    if (!result.receipts[i]) {
      note_refusal(session, text.placed(result.receipts[i].error(), batch.places[i]),
                   &batch.facts[i], outcome);
    } else if (!result.undone) {
      note_receipt(batch.facts[i], *result.receipts[i], outcome);
    }
  }
  outcome.view.set_committed(result.committed);
}

// Facts that are none are reported; without --keep-going they end the file.
Batch readable(Session& session, const service::FactText& text, Outcome& outcome) {
  Batch batch;
  for (std::size_t i = 0; i < text.facts.size(); ++i) {
    if (!text.facts[i]) {
      note_refusal(session, text.facts[i].error(), nullptr, outcome);
      continue;
    }
    batch.facts.push_back(*text.facts[i]);
    batch.places.push_back(i);
  }
  return batch;
}

Status record_file(Session& session, const RecordCommandOptions& options, const std::string& path,
                   Outcome& outcome) {
  TRY(const std::string bytes, service::read_text(path));
  TRY(const service::FactText text,
      service::FactText::parse(bytes, path == "-" ? "standard input" : path, options.source));
  const Batch all = readable(session, text, outcome);
  if (!options.keep_going && outcome.view.refused() > 0) return {};
  if (!options.keep_going) {
    record_batch(session, options, text, all, outcome);
    return {};
  }
  for (std::size_t begin = 0; begin < all.facts.size(); begin += kFactsPerBatch) {
    const auto from = static_cast<std::ptrdiff_t>(begin);
    const auto to = static_cast<std::ptrdiff_t>(std::min(begin + kFactsPerBatch, all.facts.size()));
    const Batch part{{all.facts.begin() + from, all.facts.begin() + to},
                     {all.places.begin() + from, all.places.begin() + to}};
    record_batch(session, options, text, part, outcome);
  }
  return {};
}

void summarize(Session& session, const Outcome& outcome) {
  Output& output = session.output();
  if (output.wants_json()) return output.print_json(outcome.view);
  std::string text = fmt::format("{} {}", outcome.view.recorded(),
                                 outcome.view.dry_run() ? "would be recorded" : "recorded");
  if (outcome.first != 0)
    text += outcome.first == outcome.last
                ? fmt::format(" (entry {})", outcome.first)
                : fmt::format(" (entries {} to {})", outcome.first, outcome.last);
  text += fmt::format(", {} already there, {} refused", outcome.view.repeated(),
                      outcome.view.refused());
  if (outcome.view.dry_run()) text += ": nothing was written";
  output.line("{}", text);
}

Status record_files(Session& session, const RecordCommandOptions& options) {
  TRY_STATUS(session.refuse_csv());
  Outcome outcome;
  outcome.view.set_dry_run(options.dry_run);
  Status status;
  const auto preview = preview_if(options.dry_run, session.book_for_writing().book());
  for (const std::string& path : options.files) {
    status = record_file(session, options, path, outcome);
    session.finish(status);
    if ((!status || outcome.view.refused() > 0) && !options.keep_going) break;
  }
  summarize(session, outcome);
  return {};
}

}  // namespace

void add_record_command(CLI::App& app, Session& session) {
  CLI::App& command = add_command(app, kText);
  auto options = std::make_shared<RecordCommandOptions>();
  command
      .add_option("FILE", options->files,
                  "Files of facts; each is all or nothing. - is standard input")
      ->required();
  command.add_option("--source", options->source, "Who sends them, where the file does not say")
      ->type_name("NAME");
  command.add_flag("--keep-going", options->keep_going,
                   "Record the good facts, and report each bad one");
  add_dry_run(command, options->dry_run);
  on_run(command, session, [&session, options] { return record_files(session, *options); });
}

}  // namespace quits::cli
