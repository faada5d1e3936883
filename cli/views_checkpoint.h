// Keys and checkpoints as messages.
#pragma once

#include <quits/v1/view_checkpoint.pb.h>

#include <span>

#include "ledger/checkpoint.h"
#include "ledger/log.h"

namespace quits::cli {

v1::SigningKeyView view_of(const proof::VerifierKey& key);
v1::SigningKeyList view_of(std::span<const ledger::ListedKey> keys);

// `log` gives the time of the last entry; null: left out.
v1::CheckpointView view_of(const ledger::SignedCheckpoint& signed_by, ledger::Log* log);

}  // namespace quits::cli
