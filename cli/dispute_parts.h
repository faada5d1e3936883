// The parts of `quits dispute`, one file each.
#pragma once

#include "cli/recording.h"
#include "settlement/disputes.h"

namespace quits::cli {

// By the entry that opened it, or by the id of its fact. Refuses unknown_dispute.
Result<settlement::NumberedDispute> dispute_named(service::BookFile& file, const std::string& name);

void add_dispute_open(CLI::App& group, Session& session);
void add_dispute_answers(CLI::App& group, Session& session);  // answer, uphold, reject, withdraw

}  // namespace quits::cli
