#include "ledger/checkpoints.h"

#include <fmt/core.h>

#include <algorithm>
#include <functional>

#include "base/clock.h"
#include "base/failure.h"
#include "base/text.h"
#include "ledger/log.h"
#include "ledger/proving.h"
#include "ledger/sql.h"
#include "ledger/tree_nodes.h"
#include "proof/key_announcement.h"
#include "proof/signature.h"
#include "storage/database.h"

namespace quits::ledger {
namespace {

std::vector<StoredKey> stored_keys(storage::Database& database) {
  std::vector<StoredKey> rows;
  auto row = database.prepare(sql::scan_signing_keys);
  while (row->step())
    rows.push_back(
        {row->integer(0), std::string(row->text(1)), row->integer(2), std::string(row->text(3))});
  return rows;
}

std::vector<StoredCheckpoint> stored_checkpoints(storage::Statement& row) {
  std::vector<StoredCheckpoint> rows;
  while (row.step()) rows.push_back({row.integer(0), std::string(row.text(1))});
  return rows;
}

std::vector<StoredCosignature> stored_cosignatures(storage::Statement& row) {
  std::vector<StoredCosignature> rows;
  while (row.step())
    rows.push_back({row.integer(0), std::string(row.text(1)), std::string(row.text(2))});
  return rows;
}

// A row that this program did not write so: for everybody but verify, a corrupt book.
template <class Value>
Value or_throw(Result<Value> value) {
  if (!value) throw Failure(value.error().code, value.error().message, value.error().hint);
  if constexpr (!std::is_void_v<Value>) return *std::move(value);
}

std::optional<SignedCheckpoint> read_one(storage::Database& database, storage::Statement& row,
                                         std::span<const ListedKey> keys) {
  const auto rows = stored_checkpoints(row);
  if (rows.empty()) return std::nullopt;
  SignedCheckpoint read = or_throw(read_checkpoint(rows.front(), keys));
  auto cosignatures = database.prepare(sql::cosignatures_of);
  cosignatures->bind(1, rows.front().size);
  for (const StoredCosignature& stored : stored_cosignatures(*cosignatures))
    or_throw(add_cosignature(stored, read));
  return read;
}

std::optional<SignedCheckpoint> read_at(storage::Database& database, std::uint64_t size,
                                        std::span<const ListedKey> keys) {
  auto row = database.prepare(sql::select_checkpoint);
  row->bind(1, static_cast<std::int64_t>(size));
  return read_one(database, *row, keys);
}

std::optional<SignedCheckpoint> read_newest(storage::Database& database,
                                            std::span<const ListedKey> keys) {
  return read_one(database, *database.prepare(sql::last_checkpoint), keys);
}

// What is signed is the root of the frontier: it must be the root of the stored tree, and that tree
// must have grown out of the one under the newest checkpoint. O(log n).
Status check_growth(storage::Database& database, Log& log,
                    const std::optional<SignedCheckpoint>& newest) {
  if (newest) TRY_STATUS(check_history(database, newest->checkpoint));
  const TreeHead head{log.size(), log.root()};
  const auto other = [&head](const std::string& how) {
    return refuse(
        Code::root_mismatch,
        fmt::format("the tree over {} entries is not that of the log: {}", head.size, how),
        "nothing is signed; run `quits verify`, and keep the book as it is");
  };
  StoredTree tree(database);
  if (tree.size() != head.size) return other(fmt::format("the log has {}", tree.size()));
  TRY(const TreeHead stored, tree.head(head.size));
  if (stored.root != head.root) return other("its stored nodes have another root");
  if (!newest) return {};
  const TreeHead before{newest->checkpoint.size, newest->checkpoint.root};
  Hasher hasher;
  TRY(const Proof proof, tree.consistency(before.size, head.size));
  if (check_consistency(hasher, before, head, proof)) return {};
  return other(fmt::format("it does not begin with the checkpoint of {} entries", before.size));
}

tl::unexpected<Error> unknown_checkpoint(std::uint64_t size) {
  return refuse(Code::unknown_checkpoint,
                fmt::format("the book has signed no checkpoint of {} entries", size),
                "see `quits checkpoint list`");
}

}  // namespace

Result<std::vector<ListedKey>> Checkpoints::readable_keys() {
  try {
    return read_keys(stored_keys(database_));
  } catch (const Failure& failure) {  // a row that holds no value
    if (failure.code() != Code::corrupt) throw;
    return refuse(failure.to_error());
  }
}

std::vector<ListedKey> Checkpoints::keys() { return or_throw(readable_keys()); }

Status Checkpoints::require_current(const proof::VerifierKey& key) {
  const auto known = keys();
  if (known.empty()) {
    return refuse(Code::key_not_listed, "the book signs with no key yet",
                  "let it sign with this one: quits key use FILE");
  }
  if (known.back().key == key) return {};
  const std::string current = known.back().key.id_text();
  const bool replaced = std::ranges::find(known, key, &ListedKey::key) != known.end();
  return refuse(Code::key_not_listed,
                replaced ? fmt::format("key {} was replaced: the book signs with key {}",
                                       key.id_text(), current)
                         : fmt::format("the book does not list key {} of {}: it signs with key {}",
                                       key.id_text(), in_quotes(key.name), current),
                "see `quits key show`; a new key follows an old one with `quits key rotate`");
}

// Within the caller's transaction.
Result<ListedKey> Checkpoints::list(const proof::SigningKey& key, const proof::SigningKey* before,
                                    std::size_t number) {
  if (key.verifier().type != proof::KeyType::note) {
    return refuse(Code::bad_value,
                  "the key is one of a witness: it signs no checkpoints of its own",
                  "make one with `quits key new`");
  }
  Log log(database_);
  TRY_STATUS(check_growth(database_, log, read_newest(database_, keys())));
  ListedKey listed{key.verifier(), log.size(), {}};
  listed.announcement.text =
      proof::KeyAnnouncement{listed.key, listed.from_size, log.root()}.to_text();
  if (before != nullptr)
    listed.announcement.signatures.push_back(proof::sign(listed.announcement.text, *before));
  listed.announcement.signatures.push_back(proof::sign(listed.announcement.text, key));
  const std::string text = listed.key.to_string();
  const std::string announcement = listed.announcement.to_string();
  auto insert = database_.prepare(sql::insert_signing_key);
  insert->bind(1, static_cast<std::int64_t>(number)).bind_text(2, text);
  insert->bind(3, static_cast<std::int64_t>(listed.from_size)).bind_text(4, announcement).run();
  return listed;
}

Result<ListedKey> Checkpoints::use(const proof::SigningKey& key) {
  storage::Transaction transaction(database_, storage::Access::write);
  const auto known = keys();
  if (!known.empty() && known.back().key == key.verifier()) return known.back();
  if (!known.empty()) {
    return refuse(Code::already_exists,
                  fmt::format("the book signs with key {} already", known.back().key.id_text()),
                  "a new key follows it with `quits key rotate`");
  }
  TRY(auto listed, list(key, nullptr, 1));
  transaction.commit();
  return listed;
}

Result<ListedKey> Checkpoints::replace(const proof::SigningKey* before,
                                       const proof::SigningKey& next) {
  storage::Transaction transaction(database_, storage::Access::write);
  const auto known = keys();
  if (known.empty())
    return refuse(Code::key_not_listed, "the book signs with no key yet",
                  "let it sign with one: quits key use FILE");
  if (before != nullptr) TRY_STATUS(require_current(before->verifier()));
  if (next.verifier().name != known.back().key.name) {
    return refuse(Code::bad_value,
                  fmt::format("the new key is of {}, the book signs as {}",
                              in_quotes(next.verifier().name), in_quotes(known.back().key.name)),
                  "a book keeps its name, because auditors know it by that");
  }
  if (std::ranges::find(known, next.verifier(), &ListedKey::key) != known.end()) {
    return refuse(Code::already_exists,
                  fmt::format("the book lists key {} already", next.verifier().id_text()),
                  "make a new one");
  }
  TRY(auto listed, list(next, before, known.size() + 1));
  transaction.commit();
  return listed;
}

Result<Checkpoints::Made> Checkpoints::sign(const proof::SigningKey& key) {
  storage::Transaction transaction(database_, storage::Access::write);
  TRY_STATUS(require_current(key.verifier()));
  Log log(database_);
  auto newest = read_newest(database_, keys());
  TRY_STATUS(check_growth(database_, log, newest));
  if (newest && newest->checkpoint.size == log.size()) return Made{*std::move(newest), true};
  SignedCheckpoint made;
  made.checkpoint = {key.verifier().name, log.size(), log.root(), {}};
  made.key = key.verifier();
  made.note.text = made.checkpoint.to_text();
  made.note.signatures.push_back(proof::sign(made.note.text, key));
  const std::string note = made.note.to_string();
  database_.prepare(sql::insert_checkpoint)
      ->bind(1, static_cast<std::int64_t>(log.size()))
      .bind_text(2, note)
      .run();
  transaction.commit();
  return Made{std::move(made), false};
}

Result<Checkpoints::Made> Checkpoints::cosign(const proof::Note& note,
                                              const proof::VerifierKey& witness) {
  TRY(const auto checkpoint, proof::Checkpoint::parse(note.text));
  storage::Transaction transaction(database_, storage::Access::write);
  const auto own = keys();
  if (std::ranges::find(own, witness, &ListedKey::key) != own.end()) {
    return refuse(Code::bad_value,
                  fmt::format("key {} is one of the book's own: it is no witness of itself",
                              witness.id_text()),
                  "a cosignature is by somebody else");
  }
  auto stored = read_at(database_, checkpoint.size, own);
  if (!stored) return unknown_checkpoint(checkpoint.size);
  if (stored->note.text != note.text) {
    return refuse(
        Code::root_mismatch,
        fmt::format("the note is no copy of the book's checkpoint of {} entries", checkpoint.size),
        "compare it with `quits checkpoint show`: one of the two was changed, or it is of another "
        "book");
  }
  TRY(const auto found, proof::find_signature(note, witness));
  if (!found) {
    return refuse(Code::not_signed,
                  fmt::format("the note is not signed by {} (key {})", in_quotes(witness.name),
                              witness.id_text()),
                  "check the verifier key of the witness; a cosignature has a key of type 4");
  }
  if (std::ranges::find(stored->cosignatures, witness, &Cosignature::witness) !=
      stored->cosignatures.end()) {
    return Made{*std::move(stored), true};
  }
  const std::string key = witness.to_string();
  const std::string line = found->line->to_line();
  auto insert = database_.prepare(sql::insert_cosignature);
  insert->bind(1, static_cast<std::int64_t>(checkpoint.size))
      .bind_text(2, key)
      .bind_text(3, line)
      .run();
  transaction.commit();
  stored->cosignatures.push_back({witness, found->at});
  stored->note.signatures.push_back(*found->line);
  return Made{*std::move(stored), false};
}

std::vector<SignedCheckpoint> Checkpoints::all() {
  const auto known = keys();
  std::vector<SignedCheckpoint> checkpoints;
  for (const StoredCheckpoint& row :
       stored_checkpoints(*database_.prepare(sql::scan_checkpoints))) {
    checkpoints.push_back(or_throw(read_checkpoint(row, known)));
  }
  for (const StoredCosignature& row :
       stored_cosignatures(*database_.prepare(sql::scan_cosignatures))) {
    const auto to = std::ranges::find_if(checkpoints, [&row](const SignedCheckpoint& each) {
      return each.checkpoint.size == static_cast<std::uint64_t>(row.size);
    });
    if (to != checkpoints.end()) or_throw(add_cosignature(row, *to));
  }
  return checkpoints;
}

Result<SignedCheckpoint> Checkpoints::at(std::optional<std::uint64_t> size) {
  auto found = size ? read_at(database_, *size, keys()) : read_newest(database_, keys());
  if (found) return *std::move(found);
  if (size) return unknown_checkpoint(*size);
  return refuse(Code::unknown_checkpoint, "the book has signed no checkpoint yet",
                "sign one: quits checkpoint new --key FILE");
}

namespace {

using Complain = std::function<void(const Error&)>;

// The table's rows; none from a page or row on that cannot be read, which is a finding.
template <class Read>
auto rows_or_finding(const Complain& complain, Read read) -> decltype(read()) {
  try {
    return read();
  } catch (const Failure& failure) {
    if (failure.code() != Code::corrupt) throw;
    complain(failure.to_error());
    return {};
  }
}

std::vector<SignedCheckpoint> check_signatures(storage::Database& database,
                                               std::vector<RootClaim>& claims,
                                               const Complain& complain) {
  auto keys = read_keys(rows_or_finding(complain, [&] { return stored_keys(database); }));
  if (!keys) complain(keys.error());
  if (!keys) keys.emplace();  // then no checkpoint has a key, and each is a finding as well
  for (const ListedKey& listed : *keys) {
    const auto said = proof::KeyAnnouncement::parse(listed.announcement.text);
    if (said)
      claims.push_back({said->size, said->root, "the announcement of key " + said->key.id_text()});
  }
  std::vector<SignedCheckpoint> checkpoints;
  const auto rows = rows_or_finding(
      complain, [&] { return stored_checkpoints(*database.prepare(sql::scan_checkpoints)); });
  for (const StoredCheckpoint& row : rows) {
    auto read = read_checkpoint(row, *keys);
    if (!read) {
      complain(read.error());
      continue;
    }
    claims.push_back({read->checkpoint.size, read->checkpoint.root,
                      fmt::format("the checkpoint of {} entries", read->checkpoint.size)});
    checkpoints.push_back(*std::move(read));
  }
  return checkpoints;
}

void check_cosignatures(storage::Database& database, std::vector<SignedCheckpoint> checkpoints,
                        const Complain& complain) {
  const auto rows = rows_or_finding(
      complain, [&] { return stored_cosignatures(*database.prepare(sql::scan_cosignatures)); });
  for (const StoredCosignature& row : rows) {
    const auto to = std::ranges::find_if(checkpoints, [&row](const SignedCheckpoint& each) {
      return static_cast<std::int64_t>(each.checkpoint.size) == row.size;
    });
    if (to == checkpoints.end()) {
      complain({Code::corrupt,
                fmt::format("table cosignature, {} entries: there is no such checkpoint", row.size),
                "",
                {}});
    } else if (const Status added = add_cosignature(row, *to); !added) {
      complain(added.error());
    }
  }
}

}  // namespace

CheckReport check_checkpoints(storage::Database& database, std::vector<RootClaim>& claims) {
  const Stopwatch watch;
  CheckReport report{
      "every checkpoint is signed by a key of the book, every cosignature by its witness",
      0,
      0,
      {}};
  const auto complain = [&report](const Error& error) {
    constexpr std::size_t kFindingsKept = 20;
    ++report.findings_count;
    if (report.findings.size() < kFindingsKept) report.findings.push_back({0, error.message});
  };
  check_cosignatures(database, check_signatures(database, claims, complain), complain);
  report.micros = watch.micros();
  return report;
}

}  // namespace quits::ledger
