#include "ledger/checkpoint.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/text.h"
#include "proof/key_announcement.h"
#include "proof/signature.h"

namespace quits::ledger {
namespace {

tl::unexpected<Error> bad_row(std::string_view table, std::string_view row, std::string_view why) {
  return refuse(Code::corrupt, fmt::format("table {}, {}: {}", table, row, why),
                "run `quits verify`, and compare with a backup");
}

// The same of what a rule refused.
template <class Value>
Result<Value> in_row(std::string_view table, std::string_view row, Result<Value> value) {
  if (value) return value;
  return bad_row(table, row, value.error().message);
}

Status check_announcement(const ListedKey& listed, const proof::VerifierKey* before,
                          std::string_view row) {
  TRY(const auto said,
      in_row("signing_key", row, proof::KeyAnnouncement::parse(listed.announcement.text)));
  if (said.key != listed.key || said.size != listed.from_size) {
    return bad_row("signing_key", row,
                   fmt::format("its announcement is of {} from {} entries on", said.key.to_string(),
                               said.size));
  }
  TRY(const auto own,
      in_row("signing_key", row, proof::find_signature(listed.announcement, listed.key)));
  if (!own) return bad_row("signing_key", row, "its announcement is not signed by the key itself");
  if (before == nullptr) return {};
  TRY_STATUS(in_row("signing_key", row, proof::find_signature(listed.announcement, *before)));
  if (listed.key.name == before->name) return {};
  return bad_row(
      "signing_key", row,
      fmt::format("its name is not {}, that of the key before it", in_quotes(before->name)));
}

}  // namespace

Result<std::vector<ListedKey>> read_keys(std::span<const StoredKey> rows) {
  std::vector<ListedKey> keys;
  for (const StoredKey& row : rows) {
    const std::string name = fmt::format("key {}", row.number);
    const proof::VerifierKey* before = keys.empty() ? nullptr : &keys.back().key;
    if (row.number != static_cast<std::int64_t>(keys.size()) + 1) {
      return bad_row("signing_key", name, fmt::format("it stands in place {}", keys.size() + 1));
    }
    if (row.from_size < 0 ||
        (before != nullptr && static_cast<std::uint64_t>(row.from_size) < keys.back().from_size)) {
      return bad_row(
          "signing_key", name,
          fmt::format("it signs from {} entries on, before the key before it", row.from_size));
    }
    ListedKey listed;
    listed.from_size = static_cast<std::uint64_t>(row.from_size);
    TRY(listed.key, in_row("signing_key", name, proof::VerifierKey::parse(row.verifier_key)));
    TRY(listed.announcement, in_row("signing_key", name, proof::Note::parse(row.announcement)));
    TRY_STATUS(check_announcement(listed, before, name));
    keys.push_back(std::move(listed));
  }
  return keys;
}

bool is_announced(std::span<const ListedKey> keys, std::size_t index) {
  if (index == 0) return false;
  const auto found = proof::find_signature(keys[index].announcement, keys[index - 1].key);
  return found && found->has_value();
}

std::vector<proof::VerifierKey> keys_that_follow(std::span<const ListedKey> keys,
                                                 std::span<const proof::VerifierKey> trusted) {
  std::vector<proof::VerifierKey> follow;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const bool before_follows = i > 0 && !follow.empty() && follow.back() == keys[i - 1].key;
    const bool follows = std::ranges::find(trusted, keys[i].key) != trusted.end() ||
                         (before_follows && is_announced(keys, i));
    if (follows) follow.push_back(keys[i].key);
  }
  return follow;
}

Result<CheckedCheckpoint> check_note(const proof::Note& note,
                                     std::span<const proof::VerifierKey> keys) {
  TRY(auto checkpoint, proof::Checkpoint::parse(note.text));
  TRY(const proof::VerifierKey* key, proof::require_signature(note, keys));
  if (key->name != checkpoint.origin) {
    return refuse(Code::not_signed,
                  fmt::format("it is a checkpoint of {}, signed by {}",
                              in_quotes(checkpoint.origin), in_quotes(key->name)),
                  "a checkpoint is signed by the key of its own log");
  }
  return CheckedCheckpoint{std::move(checkpoint), *key};
}

Result<SignedCheckpoint> read_checkpoint(const StoredCheckpoint& row,
                                         std::span<const ListedKey> keys) {
  const std::string name = fmt::format("{} entries", row.size);
  SignedCheckpoint read;
  TRY(read.note, in_row("checkpoint", name, proof::Note::parse(row.note)));
  // At the size at which a key takes over, either may have signed.
  std::vector<proof::VerifierKey> signing;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const bool begun = row.size >= 0 && keys[i].from_size <= static_cast<std::uint64_t>(row.size);
    const bool over =
        i + 1 < keys.size() && static_cast<std::uint64_t>(row.size) > keys[i + 1].from_size;
    if (begun && !over) signing.push_back(keys[i].key);
  }
  TRY(auto checked, in_row("checkpoint", name, check_note(read.note, signing)));
  if (checked.checkpoint.size != static_cast<std::uint64_t>(row.size)) {
    return bad_row("checkpoint", name, fmt::format("its note says {}", checked.checkpoint.size));
  }
  if (read.note.signatures.size() != 1)
    return bad_row("checkpoint", name, "it has more signatures than that of the book");
  read.checkpoint = std::move(checked.checkpoint);
  read.key = std::move(checked.key);
  return read;
}

Status add_cosignature(const StoredCosignature& row, SignedCheckpoint& to) {
  const std::string name = fmt::format("{} entries, {}", row.size, in_quotes(row.witness));
  TRY(const auto witness, in_row("cosignature", name, proof::VerifierKey::parse(row.witness)));
  TRY(auto cosigned,
      in_row("cosignature", name, proof::Note::parse(to.note.text + "\n" + row.line)));
  TRY(const auto found, in_row("cosignature", name, proof::find_signature(cosigned, witness)));
  // The row is a line, not more of the text in front of it.
  if (!found || cosigned.signatures.size() != 1 || cosigned.text != to.note.text)
    return bad_row("cosignature", name, "it is no signature line of that witness");
  to.cosignatures.push_back({witness, found->at});
  to.note.signatures.push_back(std::move(cosigned.signatures.front()));
  return {};
}

}  // namespace quits::ledger
