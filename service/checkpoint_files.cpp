#include "service/checkpoint_files.h"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "base/clock.h"
#include "base/failure.h"
#include "ledger/proving.h"
#include "service/wire.h"
#include "service/write_once.h"
#include "storage/database.h"

namespace quits::service {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kEnding = ".checkpoint";
constexpr mode_t kReadOnly = 0444;

// Padded, so that the order of names is that of sizes.
std::string name_of_file(std::uint64_t size) { return fmt::format("{:012}{}", size, kEnding); }

std::vector<std::string> files_in(const std::string& folder) {
  std::vector<std::string> files;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    if (at->path().extension() == kEnding) files.push_back(at->path().string());
  }
  if (error)
    throw Failure(Code::not_found,
                  fmt::format("cannot read the folder {}: {}", folder, error.message()),
                  "check --checkpoint-dir");
  std::ranges::sort(files);
  return files;
}

void complain(ledger::CheckReport& check, const Error& error) {
  constexpr std::size_t kFindingsKept = 20;
  ++check.findings_count;
  if (check.findings.size() < kFindingsKept)
    check.findings.push_back({0, to_string({error.code, error.message, "", error.place})});
}

Result<ledger::RootClaim> claim_of(const std::string& path,
                                   std::span<const proof::VerifierKey> keys, bool named_by_size) {
  TRY(const proof::Note note, read_note(path));
  auto checked = ledger::check_note(note, keys);
  if (!checked) {
    checked.error().place.file = path;
    return refuse(checked.error());
  }
  const proof::Checkpoint& checkpoint = checked->checkpoint;
  if (named_by_size && fs::path(path).filename() != name_of_file(checkpoint.size)) {
    return refuse(Error{Code::bad_value,
                        fmt::format("it is a checkpoint of {} entries, and its name says otherwise",
                                    checkpoint.size),
                        "", Place{path, 0, 0, ""}});
  }
  return ledger::RootClaim{checkpoint.size, checkpoint.root, path};
}

}  // namespace

Result<proof::Note> read_note(const std::string& path) {
  TRY(const std::string bytes, read_text(path));
  auto note = proof::Note::parse(bytes);
  if (!note) note.error().place.file = path;
  return note;
}

Result<std::string> keep_checkpoint(const std::string& folder,
                                    const ledger::SignedCheckpoint& checkpoint) {
  const fs::path path = fs::path(folder) / name_of_file(checkpoint.checkpoint.size);
  if (fs::exists(path)) {
    TRY(const proof::Note kept, read_note(path.string()));
    if (kept.text == checkpoint.note.text) return path.string();
    return refuse(Error{Code::root_mismatch,
                        fmt::format("the folder keeps another checkpoint of {} entries",
                                    checkpoint.checkpoint.size),
                        "one of the two histories was rewritten: run `quits verify "
                        "--checkpoint-dir`, and keep both as they are",
                        Place{path.string(), 0, 0, ""}});
  }
  TRY_STATUS(write_once(path, checkpoint.note.to_string(), kReadOnly));
  return path.string();
}

Status check_checkpoint_folder(const std::string& folder, storage::Database& database,
                               std::span<const ledger::ListedKey> listed) {
  std::error_code ignored;
  if (!fs::is_directory(folder, ignored)) {
    return refuse(Code::not_found, fmt::format("there is no folder {} for checkpoints", folder),
                  "make it, on another disk than the book's");
  }
  if (access(folder.c_str(), W_OK | X_OK) != 0) {
    return refuse(Code::read_only, fmt::format("nothing may be written into the folder {}", folder),
                  "checkpoints are kept there as files");
  }
  const auto files = files_in(folder);
  if (files.empty()) return {};
  std::vector<proof::VerifierKey> keys;
  for (const ledger::ListedKey& each : listed) keys.push_back(each.key);
  TRY(const proof::Note note, read_note(files.back()));
  const auto newest = ledger::check_note(note, keys);
  Status checked;
  if (newest) {
    const storage::Transaction snapshot(database, storage::Access::read);
    checked = ledger::check_history(database, newest->checkpoint);
  } else {
    checked = refuse(newest.error());
  }
  if (!checked) checked.error().place.file = files.back();
  return checked;
}

OutsideClaims read_claims(const OutsideCheckpoints& outside,
                          std::span<const ledger::ListedKey> listed) {
  const Stopwatch watch;
  OutsideClaims read;
  read.check.sentence = "every checkpoint from outside is signed by a key that is trusted";
  std::vector<proof::VerifierKey> keys = outside.verifiers;
  if (keys.empty()) {
    for (const ledger::ListedKey& each : listed) keys.push_back(each.key);
  } else {
    // A key that the book lists, and that a trusted one announced, is as good.
    for (const proof::VerifierKey& key : ledger::keys_that_follow(listed, outside.verifiers)) {
      if (std::ranges::find(keys, key) == keys.end()) keys.push_back(key);
    }
    for (const proof::VerifierKey& key : outside.verifiers) {
      if (std::ranges::find(listed, key, &ledger::ListedKey::key) != listed.end()) continue;
      complain(read.check,
               {Code::key_not_listed,
                fmt::format("the book does not list key {} of {}", key.id_text(), key.name),
                "",
                {}});
    }
  }
  const auto take = [&](const std::string& path, bool named_by_size) {
    auto claim = claim_of(path, keys, named_by_size);
    if (claim) {
      read.claims.push_back(*std::move(claim));
    } else {
      complain(read.check, claim.error());
    }
  };
  for (const std::string& folder : outside.folders) {
    for (const std::string& path : files_in(folder)) take(path, true);
  }
  for (const std::string& path : outside.files) take(path, false);
  read.check.micros = watch.micros();
  return read;
}

}  // namespace quits::service
