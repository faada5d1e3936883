#include "ledger/proven.h"

#include <fmt/core.h>

#include "base/text.h"
#include "ledger/tree_proof.h"
#include "proof/signature.h"

namespace quits::ledger {

Result<TrustedCheckpoint> check_checkpoint(const proof::Note& note,
                                           std::span<const proof::VerifierKey> keys,
                                           std::span<const proof::VerifierKey> witnesses) {
  TRY(auto checked, check_note(note, keys));
  TrustedCheckpoint trusted{std::move(checked.checkpoint), std::move(checked.key), {}};
  for (const proof::VerifierKey& witness : witnesses) {
    TRY(const auto found, proof::find_signature(note, witness));
    if (!found) {
      return refuse(Code::not_signed,
                    fmt::format("not signed by the witness {} (key {})", in_quotes(witness.name),
                                witness.id_text()),
                    "ask for a proof under a checkpoint that this witness has cosigned");
    }
    trusted.cosignatures.push_back({witness, found->at});
  }
  return trusted;
}

Result<ProvenEntry> check_entry(const proof::InclusionProof& proof,
                                std::span<const proof::VerifierKey> keys,
                                std::span<const proof::VerifierKey> witnesses) {
  if (proof.extra.empty())
    return refuse(Code::missing_field, "the proof does not hold its record",
                  "`quits prove` writes the record into it");
  TRY(auto trusted, check_checkpoint(proof.checkpoint, keys, witnesses));
  Hasher hasher;
  const Hash leaf = hasher.leaf(std::as_bytes(std::span(proof.extra)));
  TRY_STATUS(check_inclusion(hasher, leaf, proof.index,
                             {trusted.checkpoint.size, trusted.checkpoint.root}, proof.hashes));
  return ProvenEntry{proof.index + 1, proof.extra, std::move(trusted)};
}

Result<ProvenGrowth> check_growth(const proof::Note& older, const proof::ConsistencyProof& proof,
                                  std::span<const proof::VerifierKey> keys,
                                  std::span<const proof::VerifierKey> witnesses) {
  TRY(auto before, check_checkpoint(older, keys, {}));
  TRY(auto after, check_checkpoint(proof.checkpoint, keys, witnesses));
  if (before.checkpoint.origin != after.checkpoint.origin) {
    return refuse(Code::bad_value, fmt::format("the two are of different logs: {} and {}",
                                               in_quotes(before.checkpoint.origin),
                                               in_quotes(after.checkpoint.origin)));
  }
  if (proof.old_size != before.checkpoint.size) {
    return refuse(Code::bad_value,
                  fmt::format("the proof goes on from {} entries, the older checkpoint has {}",
                              proof.old_size, before.checkpoint.size),
                  fmt::format("quits prove --since {} --out FILE", before.checkpoint.size));
  }
  Hasher hasher;
  TRY_STATUS(check_consistency(hasher, {before.checkpoint.size, before.checkpoint.root},
                               {after.checkpoint.size, after.checkpoint.root}, proof.hashes));
  return ProvenGrowth{std::move(before), std::move(after)};
}

}  // namespace quits::ledger
