#include "cli/signing.h"

#include "cli/commands.h"
#include "cli/recording.h"
#include "cli/table.h"
#include "proof/checkpoint.h"
#include "service/checkpoint_files.h"
#include "service/key_file.h"

namespace quits::cli {

void add_key_option(CLI::App& command, std::string& key, const std::string& what) {
  command.add_option("--key", key, what)->envname("QUITS_KEY")->type_name("FILE");
}

void add_folder_option(CLI::App& command, std::string& folder) {
  command
      .add_option("--checkpoint-dir", folder,
                  "Keep the checkpoint there too, one file each (or QUITS_CHECKPOINT_DIR)")
      ->envname("QUITS_CHECKPOINT_DIR")
      ->type_name("DIR");
}

void add_signing(CLI::App& command, SigningOptions& options) {
  add_key_option(command, options.key,
                 "Sign a checkpoint of the log afterwards, with this key (or QUITS_KEY)");
  add_folder_option(command, options.folder);
}

Result<std::optional<std::uint64_t>> size_of(std::string_view option, const std::string& text) {
  if (text.empty()) return std::nullopt;
  TRY(const std::uint64_t size, of_option(option, proof::parse_size(text)));
  return size;
}

Result<Signing> Signing::prepare(Session& session, const SigningOptions& options, bool dry_run) {
  Signing signing;
  if (options.key.empty() || dry_run) return signing;
  TRY(signing.key_, of_option("--key", service::read_key(options.key)));
  service::BookFile& file = session.book_for_writing();
  TRY_STATUS(file.checkpoints().require_current(signing.key_->verifier()));
  if (options.folder.empty()) return signing;
  TRY_STATUS(service::check_checkpoint_folder(options.folder, file.database(),
                                              file.checkpoints().keys()));
  signing.folder_ = options.folder;
  return signing;
}

Result<ledger::Checkpoints::Made> Signing::make(Session& session) {
  TRY(auto made, session.book_for_writing().checkpoints().sign(key_.value()));
  if (!folder_.empty()) {
    TRY(kept_, service::keep_checkpoint(folder_, made.checkpoint));
  }
  return made;
}

Status Signing::sign(Session& session) {
  if (!key_) return {};
  auto made = make(session);
  if (!made) {
    made.error().message =
        "what was recorded stands, but no checkpoint of it: " + made.error().message;
    return refuse(made.error());
  }
  const std::string where = kept_.empty() ? "" : ", kept as " + kept_;
  session.output().note("checkpoint of {} entries signed by {} (key {}){}{}",
                        grouped(std::to_string(made->checkpoint.checkpoint.size)),
                        made->checkpoint.key.name, made->checkpoint.key.id_text(), where,
                        made->repeated ? ": was there already" : "");
  return {};
}

}  // namespace quits::cli
