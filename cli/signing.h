// What --key and --checkpoint-dir do beside a command: before it records, the key is read and known
// to be the book's; after it, the log is signed.
//
//   TRY(auto signing, Signing::prepare(session, options->signing));   refuses before anything is
//   written TRY(const auto receipt, record_one(...)); TRY_STATUS(signing.sign(session)); nothing
//   without a key
#pragma once

#include <optional>
#include <string>

#include "cli/session.h"
#include "proof/key.h"

namespace CLI {
class App;
}

namespace quits::cli {

struct SigningOptions {
  std::string key;
  std::string folder;
};

// --key (or QUITS_KEY), --checkpoint-dir (or QUITS_CHECKPOINT_DIR).
void add_signing(CLI::App& command, SigningOptions& options);
void add_key_option(CLI::App& command, std::string& key, const std::string& what);
void add_folder_option(CLI::App& command, std::string& folder);

// A number of entries; nothing for the empty text. Refuses with malformed_text.
Result<std::optional<std::uint64_t>> size_of(std::string_view option, const std::string& text);

class Signing {
 public:
  // A command that only tries something (`dry_run`) signs nothing.
  static Result<Signing> prepare(Session& session, const SigningOptions& options,
                                 bool dry_run = false);

  Result<ledger::Checkpoints::Made> make(Session& session);
  // Makes one, and says so. A refusal says that what was recorded before it stands.
  Status sign(Session& session);

 private:
  std::optional<proof::SigningKey> key_;
  std::string folder_;
  std::string kept_;  // the file it is kept in
};

}  // namespace quits::cli
