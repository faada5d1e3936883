#include "cli/views_checkpoint.h"

#include "base/clock.h"

namespace quits::cli {
namespace {

constexpr std::int64_t kMicrosPerSecond = 1'000'000;

// A witness may claim any time; one beyond our calendar is shown as a number.
std::string time_text(std::optional<std::int64_t> seconds) {
  constexpr std::int64_t kYear9999 = 253'402'300'800;
  if (!seconds) return {};
  if (*seconds >= kYear9999) return std::to_string(*seconds);
  const std::string text = Timestamp{*seconds * kMicrosPerSecond}.to_string();
  return text.substr(0, text.find('.')) + "Z";
}

}  // namespace

v1::SigningKeyView view_of(const proof::VerifierKey& key) {
  v1::SigningKeyView view;
  view.set_verifier_key(key.to_string());
  view.set_name(key.name);
  view.set_key_id(key.id_text());
  return view;
}

v1::SigningKeyList view_of(std::span<const ledger::ListedKey> keys) {
  v1::SigningKeyList list;
  for (std::size_t i = 0; i < keys.size(); ++i) {
    v1::SigningKeyView& view = *list.add_key();
    view = view_of(keys[i].key);
    view.set_from_size(keys[i].from_size);
    if (ledger::is_announced(keys, i)) view.set_announced_by(keys[i - 1].key.id_text());
    view.set_in_use(i + 1 == keys.size());
  }
  return list;
}

v1::CheckpointView view_of(const ledger::SignedCheckpoint& signed_by, ledger::Log* log) {
  v1::CheckpointView view;
  view.set_size(signed_by.checkpoint.size);
  view.set_root(to_hex(signed_by.checkpoint.root));
  view.set_origin(signed_by.checkpoint.origin);
  view.set_key_id(signed_by.key.id_text());
  view.set_note(signed_by.note.to_string());
  if (log != nullptr && view.size() > 0 && view.size() <= log->size()) {
    ledger::Record record;
    log->read({view.size()}, record);
    view.set_recorded_until(record.recorded.to_string());
  }
  for (const ledger::Cosignature& each : signed_by.cosignatures) {
    v1::CosignatureView& added = *view.add_cosignature();
    added.set_witness(each.witness.name);
    added.set_key_id(each.witness.id_text());
    added.set_verifier_key(each.witness.to_string());
    added.set_at(time_text(each.at));
  }
  return view;
}

}  // namespace quits::cli
