// quits checkpoint: signed roots of the log, and what witnesses say of them.
#include "cli/checkpoint_parts.h"
#include "cli/commands.h"
#include "cli/recording.h"
#include "cli/signing.h"
#include "cli/views_checkpoint.h"
#include "service/checkpoint_files.h"

namespace quits::cli {
namespace {

constexpr CommandText kText{"checkpoint",
                            "Sign the log as it is, for whoever wants to hold you to it",
                            "  quits checkpoint new --key acme.key\n  quits checkpoint list\n"
                            "  quits checkpoint show 1234 > 1234.checkpoint\n"};
constexpr CommandText kNew{"new", "Sign a checkpoint of all entries, and print it",
                           "  quits checkpoint new --key acme.key\n"
                           "  quits checkpoint new --key acme.key --checkpoint-dir /mnt/auditor\n"};
constexpr CommandText kList{"list", "List the checkpoints of the book",
                            "  quits checkpoint list\n  quits checkpoint list --csv\n"};
constexpr CommandText kShow{
    "show", "Print one checkpoint with the signatures of its witnesses",
    "  quits checkpoint show\n  quits checkpoint show 1234 > 1234.checkpoint\n"};
constexpr CommandText kCosign{"cosign", "Keep what a witness signed of a checkpoint",
                              "  quits checkpoint cosign cosigned.checkpoint --witness "
                              "nord.example/witness+1f2e3d4c+BAZx...\n"};

struct CosignOptions {
  std::string file;
  std::string witness;
};

void print_note(Session& session, const v1::CheckpointView& view) {
  if (session.output().wants_json()) {
    session.output().print_json(view);
  } else {
    session.output().print(view.note());
  }
}

Status new_checkpoint(Session& session, const SigningOptions& options) {
  TRY_STATUS(session.refuse_csv());
  if (options.key.empty()) {
    return refuse(Code::usage, "no key is named to sign with",
                  "say --key FILE, or set QUITS_KEY; `quits key new` makes one");
  }
  TRY(Signing signing, Signing::prepare(session, options));
  TRY(const auto made, signing.make(session));
  v1::CheckpointView view = view_of(made.checkpoint, &session.book_for_writing().book().log());
  view.set_repeated(made.repeated);
  print_note(session, view);
  session.output().note("{} entries are signed{}", grouped(std::to_string(view.size())),
                        made.repeated ? ", were already: nothing changed" : "");
  return {};
}

std::string witnesses_of(const v1::CheckpointView& view) {
  std::string names;
  for (const v1::CosignatureView& each : view.cosignature())
    names += (names.empty() ? "" : ", ") + each.witness();
  return names;
}

Status list_checkpoints(Session& session) {
  service::BookFile& file = session.book_for_reading();
  const storage::Transaction snapshot(file.database(), storage::Access::read);
  v1::CheckpointList list;
  for (const auto& each : file.checkpoints().all())
    *list.add_checkpoint() = view_of(each, &file.book().log());
  Output& output = session.output();
  if (output.wants_json()) {
    output.print_json(list);
    return {};
  }
  if (list.checkpoint().empty() && output.wants_text()) {
    output.line("No checkpoint was signed yet");
    output.line("Sign one: quits checkpoint new --key FILE");
    return {};
  }
  Table table({{"entries", Align::right}, "recorded until", "key", "cosigned by", "root"});
  for (const v1::CheckpointView& view : list.checkpoint()) {
    table.add({count_cell(view.size()), view.recorded_until(), view.key_id(), witnesses_of(view),
               view.root()});
  }
  output.print(table);
  return {};
}

Status show_checkpoint(Session& session, const std::string& given) {
  TRY_STATUS(session.refuse_csv());
  TRY(const auto size, size_of("SIZE", given));
  service::BookFile& file = session.book_for_reading();
  const storage::Transaction snapshot(file.database(), storage::Access::read);
  TRY(const auto found, file.checkpoints().at(size));
  print_note(session, view_of(found, &file.book().log()));
  return {};
}

Status cosign(Session& session, const CosignOptions& options) {
  TRY_STATUS(session.refuse_csv());
  TRY(const auto witness, of_option("--witness", proof::VerifierKey::parse(options.witness)));
  TRY(const auto note, service::read_note(options.file));
  auto made = session.book_for_writing().checkpoints().cosign(note, witness);
  if (!made) {
    if (made.error().place.file.empty()) made.error().place.file = options.file;
    return refuse(made.error());
  }
  v1::CheckpointView view = view_of(made->checkpoint, nullptr);
  view.set_repeated(made->repeated);
  if (session.output().wants_json()) {
    session.output().print_json(view);
    return {};
  }
  const v1::CosignatureView& added = [&]() -> const v1::CosignatureView& {
    for (const v1::CosignatureView& each : view.cosignature())
      if (each.verifier_key() == witness.to_string()) return each;
    return view.cosignature(0);
  }();
  session.output().line("checkpoint of {} entries cosigned by {}{}{}",
                        grouped(std::to_string(view.size())), added.witness(),
                        added.at().empty() ? "" : " at " + added.at(),
                        made->repeated ? " (was there already: nothing changed)" : "");
  return {};
}

void add_show(CLI::App& group, Session& session) {
  CLI::App& show = add_command(group, kShow);
  auto size = std::make_shared<std::string>();
  show.add_option("SIZE", *size, "Over how many entries; else the newest");
  on_run(show, session, [&session, size] { return show_checkpoint(session, *size); });
}

void add_cosign(CLI::App& group, Session& session) {
  CLI::App& command = add_command(group, kCosign);
  auto options = std::make_shared<CosignOptions>();
  command
      .add_option("FILE", options->file,
                  "The checkpoint with the witness's line; - reads standard input")
      ->required();
  command.add_option("--witness", options->witness, "Verifier key of the witness")
      ->type_name("KEY")
      ->required();
  on_run(command, session, [&session, options] { return cosign(session, *options); });
}

}  // namespace

void add_checkpoint_commands(CLI::App& app, Session& session) {
  CLI::App& group = add_group(app, kText);
  CLI::App& make = add_command(group, kNew);
  auto options = std::make_shared<SigningOptions>();
  add_key_option(make, options->key, "The private key (or QUITS_KEY)");
  add_folder_option(make, options->folder);
  on_run(make, session, [&session, options] { return new_checkpoint(session, *options); });
  on_run(add_command(group, kList), session, [&session] { return list_checkpoints(session); });
  add_show(group, session);
  add_cosign(group, session);
  add_prove_commands(app, session);
}

}  // namespace quits::cli
