#include "service/checkpoint_files.h"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <optional>

#include "base/clock.h"
#include "base/failure.h"
#include "ledger/proving.h"
#include "proof/signature.h"
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

// A name of digits is a size, with or without zeros before it; any other name says nothing.
bool fits_name(const fs::path& path, std::uint64_t size) {
  const std::string name = path.stem().string();
  if (name.empty() || name.find_first_not_of("0123456789") != std::string::npos) return true;
  const std::size_t first = std::min(name.find_first_not_of('0'), name.size() - 1);
  return name.substr(first) == std::to_string(size);
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
  if (named_by_size && !fits_name(path, checkpoint.size)) {
    return refuse(Error{Code::bad_value,
                        fmt::format("it is a checkpoint of {} entries, and its name says otherwise",
                                    checkpoint.size),
                        "", Place{path, 0, 0, ""}});
  }
  return ledger::RootClaim{checkpoint.size, checkpoint.root, path};
}

struct KeptNote {
  std::string path;
  proof::Note note;
};

// The notes of the greatest size in the folder: more than one when names differ. What is no
// checkpoint is passed over, unless there is nothing else.
Result<std::vector<KeptNote>> newest_in(const std::string& folder) {
  std::vector<KeptNote> newest;
  std::optional<Error> unreadable;
  std::uint64_t size = 0;
  for (const std::string& path : files_in(folder)) {
    auto note = read_note(path);
    const auto checkpoint = note ? proof::Checkpoint::parse(note->text) : refuse(note.error());
    if (!checkpoint) {
      unreadable = checkpoint.error();
      unreadable->place.file = path;
      continue;
    }
    if (checkpoint->size < size) continue;
    if (checkpoint->size > size) newest.clear();
    size = checkpoint->size;
    newest.push_back({path, *std::move(note)});
  }
  if (newest.empty() && unreadable) return refuse(*std::move(unreadable));
  return newest;
}

Status check_kept(const KeptNote& kept, storage::Database& database,
                  std::span<const proof::VerifierKey> keys) {
  const auto checked = ledger::check_note(kept.note, keys);
  if (!checked) return refuse(checked.error());
  const storage::Transaction snapshot(database, storage::Access::read);
  return ledger::check_history(database, checked->checkpoint);
}

// Who names keys believes these, and those that they announced: nothing else that the book lists.
void complain_of_strangers(std::span<const ledger::ListedKey> listed,
                           std::span<const proof::VerifierKey> trusted,
                           std::span<const proof::VerifierKey> follow, ledger::CheckReport& check) {
  for (const proof::VerifierKey& key : trusted) {
    if (std::ranges::find(listed, key, &ledger::ListedKey::key) != listed.end()) continue;
    complain(check, {Code::key_not_listed,
                     fmt::format("the book does not list key {} of {}", key.id_text(), key.name),
                     "",
                     {}});
  }
  for (const ledger::ListedKey& each : listed) {
    if (std::ranges::find(follow, each.key) != follow.end()) continue;
    complain(check, {Code::not_signed,
                     fmt::format("the book signs, or has signed, with key {} of {}, which is not "
                                 "among the keys that were named and which none of them announced",
                                 each.key.id_text(), each.key.name),
                     "",
                     {}});
  }
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
    if (kept.text == checkpoint.note.text) {
      auto by_us = proof::require_signature(kept, std::span(&checkpoint.key, 1));
      if (by_us) return path.string();
      by_us.error().place.file = path.string();
      return refuse(by_us.error());
    }
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
  std::vector<proof::VerifierKey> keys;
  for (const ledger::ListedKey& each : listed) keys.push_back(each.key);
  TRY(const auto newest, newest_in(folder));
  for (const KeptNote& kept : newest) {
    if (Status checked = check_kept(kept, database, keys); !checked) {
      checked.error().place.file = kept.path;
      return checked;
    }
  }
  return {};
}

OutsideClaims read_claims(const OutsideCheckpoints& outside,
                          std::span<const ledger::ListedKey> listed) {
  const Stopwatch watch;
  OutsideClaims read;
  std::vector<proof::VerifierKey> keys = outside.verifiers;
  if (keys.empty()) {
    for (const ledger::ListedKey& each : listed) keys.push_back(each.key);
  } else {
    // A key that the book lists, and that a trusted one announced, is as good.
    const auto follow = ledger::keys_that_follow(listed, outside.verifiers);
    for (const proof::VerifierKey& key : follow) {
      if (std::ranges::find(keys, key) == keys.end()) keys.push_back(key);
    }
    complain_of_strangers(listed, outside.verifiers, follow, read.check);
  }
  std::size_t files = 0;
  const auto take = [&](const std::string& path, bool named_by_size) {
    ++files;
    auto claim = claim_of(path, keys, named_by_size);
    if (claim) {
      read.claims.push_back(*std::move(claim));
    } else {
      complain(read.check, claim.error());
    }
  };
  for (const std::string& folder : outside.folders) {
    const auto found = files_in(folder);
    for (const std::string& path : found) take(path, true);
    if (!found.empty()) continue;
    complain(read.check,
             {Code::not_found, fmt::format("there is no file *{} in {}", kEnding, folder), "", {}});
  }
  for (const std::string& path : outside.files) take(path, false);
  read.check.sentence =
      fmt::format("every checkpoint from outside ({} {}) is signed by a key that is trusted", files,
                  files == 1 ? "file" : "files");
  read.check.micros = watch.micros();
  return read;
}

}  // namespace quits::service
