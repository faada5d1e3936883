// What a proof is worth, judged without a book: by the keys that somebody trusts, the signatures,
// and the tree.
//
//   TRY(const auto proof, proof::InclusionProof::parse(text));
//   TRY(const auto proven, check_entry(proof, keys, witnesses));
//   // proven.record is entry proven.entry of the log that proven.checkpoint names
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "ledger/checkpoint.h"
#include "proof/proof_file.h"

namespace quits::ledger {

// A checkpoint that somebody signed whom we trust, cosigned by every witness that was asked for.
struct TrustedCheckpoint {
  proof::Checkpoint checkpoint;
  proof::VerifierKey key;
  std::vector<Cosignature> cosignatures;
};

// Refuses with malformed_text, bad_signature, not_signed.
Result<TrustedCheckpoint> check_checkpoint(const proof::Note& note,
                                           std::span<const proof::VerifierKey> keys,
                                           std::span<const proof::VerifierKey> witnesses);

struct ProvenEntry {
  std::uint64_t entry = 0;
  std::string record;  // its stored bytes
  TrustedCheckpoint checkpoint;
};

// Refuses as above, with missing_field when the proof does not hold the record, with proof_mismatch
// when its hashes do not lead from the record to the root.
Result<ProvenEntry> check_entry(const proof::InclusionProof& proof,
                                std::span<const proof::VerifierKey> keys,
                                std::span<const proof::VerifierKey> witnesses);

struct ProvenGrowth {
  TrustedCheckpoint older;
  TrustedCheckpoint newer;
};

// That the log of the proof's checkpoint begins with all entries of `older`. Refuses as above, and
// with bad_value when the proof is about another older size or another log.
Result<ProvenGrowth> check_growth(const proof::Note& older, const proof::ConsistencyProof& proof,
                                  std::span<const proof::VerifierKey> keys,
                                  std::span<const proof::VerifierKey> witnesses);

}  // namespace quits::ledger
