// quits prove and quits check-proof: one entry for somebody who has no book, and how he checks it.
#include <fmt/core.h>
#include <quits/v1/view_checkpoint.pb.h>

#include <charconv>

#include "cli/checkpoint_parts.h"
#include "cli/commands.h"
#include "cli/recording.h"
#include "cli/signing.h"
#include "cli/views.h"
#include "cli/views_checkpoint.h"
#include "cli/wording.h"
#include "ledger/proven.h"
#include "ledger/proving.h"
#include "service/checkpoint_files.h"
#include "service/wire.h"
#include "service/write_once.h"
#include "settlement/register.h"

namespace quits::cli {
namespace {

constexpr CommandText kProve{
    "prove", "Prove to somebody without the book that an entry is in it, or that it only grew",
    "  quits prove 42 --out 42.tlog-proof              an entry, by its place in the log\n"
    "  quits prove shop:order-4711 --out proof         an entry, by its source and id\n"
    "  quits prove FRANCE-2011-00001 --out proof       the entry that issued an invoice\n"
    "  quits prove --since 1200 --out growth           that nothing of the first 1,200 entries "
    "changed\n"};
constexpr CommandText kCheck{
    "check-proof", "Check a proof without a book, by the key of who signed it",
    "  quits check-proof 42.tlog-proof --key acme.example/partners+1f2e3d4c+AZx...\n"
    "  quits check-proof --consistent 1200.checkpoint growth --key "
    "acme.example/partners+1f2e3d4c+AZx...\n"};

struct ProveOptions {
  std::string target;
  std::string out;
  std::string checkpoint;
  std::string since;
};

struct CheckOptions {
  std::string file;
  std::string older;
  std::vector<std::string> keys;
  std::vector<std::string> witnesses;
};

// A number is an entry, an id has a colon, anything else is an invoice.
Result<Sequence> entry_of(ledger::Book& book, const std::string& target) {
  std::uint64_t number = 0;
  const char* const end = target.data() + target.size();
  if (const auto [at, error] = std::from_chars(target.data(), end, number);
      error == std::errc() && at == end)
    return Sequence{number};
  if (const std::size_t colon = target.find(':'); colon != std::string::npos) {
    if (const auto found = book.find({target.substr(0, colon), target.substr(colon + 1)}))
      return *found;
    return refuse(Code::unknown_entry, fmt::format("nothing is recorded as {}", target),
                  "an id is SOURCE:ID, as `quits entries` shows it");
  }
  if (const auto invoice = settlement::invoice_by_number(book.database(), target))
    return invoice->sequence;
  return refuse(settlement::unknown_invoice(target));
}

Status hand_out(Session& session, const std::string& out, const std::string& text,
                const std::string& what) {
  if (out.empty()) {
    session.output().print(text);
    return {};
  }
  TRY_STATUS(of_option("--out", service::write_once(out, text, 0644)));
  session.output().line("wrote {}: {}", out, what);
  return {};
}

Status prove(Session& session, const ProveOptions& options) {
  TRY_STATUS(session.refuse_csv());
  if (options.target.empty() == options.since.empty()) {
    return refuse(Code::usage, "name an entry or an invoice, or say --since SIZE",
                  "see quits prove --help");
  }
  TRY(const auto size, size_of("--checkpoint", options.checkpoint));
  TRY(const auto since, size_of("--since", options.since));
  service::BookFile& file = session.book_for_reading();
  const storage::Transaction snapshot(file.database(), storage::Access::read);
  TRY(const auto under, file.checkpoints().at(size));
  const std::string signed_by = fmt::format("{} (key {})", under.key.name, under.key.id_text());
  if (since) {
    TRY(const auto proof, ledger::prove_growth(file.database(), *since, under));
    return hand_out(
        session, options.out, proof.to_string(),
        fmt::format("the first {} entries are those of the checkpoint of {}, signed by {}",
                    grouped(std::to_string(*since)), grouped(std::to_string(under.checkpoint.size)),
                    signed_by));
  }
  TRY(const Sequence entry, entry_of(file.book(), options.target));
  TRY(const auto proof, ledger::prove_entry(file.database(), entry, under));
  return hand_out(
      session, options.out, proof.to_string(),
      fmt::format("entry {} is under the checkpoint of {} entries, signed by {}", entry.value,
                  grouped(std::to_string(under.checkpoint.size)), signed_by));
}

Result<std::vector<proof::VerifierKey>> keys_of(std::string_view option,
                                                const std::vector<std::string>& texts) {
  std::vector<proof::VerifierKey> keys;
  for (const std::string& text : texts) {
    TRY(keys.emplace_back(), of_option(option, proof::VerifierKey::parse(text)));
  }
  return keys;
}

v1::CheckpointView trusted_view(const ledger::TrustedCheckpoint& trusted, const proof::Note& note) {
  return view_of(
      ledger::SignedCheckpoint{trusted.checkpoint, trusted.key, note, trusted.cosignatures},
      nullptr);
}

void print_signers(const v1::CheckpointView& view, Output& output) {
  output.line("signed by    {} (key {})", view.origin(), view.key_id());
  for (const v1::CosignatureView& each : view.cosignature()) {
    output.line("cosigned by  {} (key {}){}", each.witness(), each.key_id(),
                each.at().empty() ? "" : " at " + each.at());
  }
}

template <class Value>
Result<Value> of_file(const std::string& file, Result<Value> value) {
  if (!value && value.error().place.file.empty()) value.error().place.file = file;
  return value;
}

Status check_entry(Session& session, const CheckOptions& options,
                   const std::vector<proof::VerifierKey>& keys,
                   const std::vector<proof::VerifierKey>& witnesses) {
  TRY(const std::string text, service::read_text(options.file));
  TRY(const auto proof, of_file(options.file, proof::InclusionProof::parse(text)));
  TRY(const auto proven, of_file(options.file, ledger::check_entry(proof, keys, witnesses)));
  v1::ProofView view;
  view.set_entry(proven.entry);
  *view.mutable_checkpoint() = trusted_view(proven.checkpoint, proof.checkpoint);
  if (!view.mutable_record()->ParseFromString(proven.record) ||
      view.record().sequence() != proven.entry) {
    return refuse(Code::corrupt,
                  fmt::format("what is proven to be entry {} is no record of a book", proven.entry),
                  "the log that signed it is not one of quits, or is damaged");
  }
  Output& output = session.output();
  if (output.wants_json()) {
    output.print_json(view);
    return {};
  }
  const v1::Record& record = view.record();
  output.line("entry {} is among the first {} of {}", proven.entry,
              grouped(std::to_string(view.checkpoint().size())), view.checkpoint().origin());
  output.line("");
  print_signers(view.checkpoint(), output);
  output.line("recorded     {} by {}, as {}:{}", Timestamp{record.recorded_micros()}.to_string(),
              record.actor(), record.source(), record.id());
  output.line("");
  output.print(record.Utf8DebugString());
  return {};
}

Status check_growth(Session& session, const CheckOptions& options,
                    const std::vector<proof::VerifierKey>& keys,
                    const std::vector<proof::VerifierKey>& witnesses) {
  TRY(const auto older, service::read_note(options.older));
  TRY(const std::string text, service::read_text(options.file));
  TRY(const auto proof, of_file(options.file, proof::ConsistencyProof::parse(text)));
  TRY(const auto proven,
      of_file(options.file, ledger::check_growth(older, proof, keys, witnesses)));
  v1::ConsistencyView view;
  *view.mutable_older() = trusted_view(proven.older, older);
  *view.mutable_newer() = trusted_view(proven.newer, proof.checkpoint);
  view.set_consistent(true);
  Output& output = session.output();
  if (output.wants_json()) {
    output.print_json(view);
    return {};
  }
  output.line("the first {} of {} entries of {} are unchanged",
              grouped(std::to_string(view.older().size())),
              grouped(std::to_string(view.newer().size())), view.newer().origin());
  output.line("");
  print_signers(view.newer(), output);
  return {};
}

Status check_proof(Session& session, const CheckOptions& options) {
  TRY_STATUS(session.refuse_csv());
  TRY(const auto keys, keys_of("--key", options.keys));
  TRY(const auto witnesses, keys_of("--witness", options.witnesses));
  return options.older.empty() ? check_entry(session, options, keys, witnesses)
                               : check_growth(session, options, keys, witnesses);
}

}  // namespace

void add_prove_commands(CLI::App& app, Session& session) {
  CLI::App& command = add_command(app, kProve);
  auto options = std::make_shared<ProveOptions>();
  command.add_option("ENTRY", options->target, "An entry (42, SOURCE:ID) or an invoice");
  command.add_option("--out", options->out, "Where the proof goes; else it is printed")
      ->type_name("FILE");
  command
      .add_option("--since", options->since,
                  "Prove that the log only grew since it had so many entries")
      ->type_name("SIZE");
  command
      .add_option("--checkpoint", options->checkpoint, "Under which checkpoint; else the newest")
      ->type_name("SIZE");
  on_run(command, session, [&session, options] { return prove(session, *options); });

  CLI::App& check = add_command(app, kCheck);
  auto checked = std::make_shared<CheckOptions>();
  check.add_option("FILE", checked->file, "The proof; - reads standard input")->required();
  check.add_option("--consistent", checked->older, "The older checkpoint that it goes on from")
      ->type_name("OLD");
  check.add_option("--key,--verifier", checked->keys, "Verifier key of who signs the log")
      ->type_name("KEY")
      ->required()
      ->expected(1);
  check
      .add_option("--witness", checked->witnesses,
                  "Verifier key of a witness that must have signed as well")
      ->type_name("KEY")
      ->expected(1);
  on_run(check, session, [&session, checked] { return check_proof(session, *checked); });
}

}  // namespace quits::cli
