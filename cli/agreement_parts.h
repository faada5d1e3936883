// What the files of the agreement commands share. quits agreement ... is in agreement.cpp.
#pragma once

#include "cli/commands.h"
#include "program/agreements.h"

namespace quits::cli {

// agreement_propose.cpp: propose and accept.
void add_agreement_propose(CLI::App& group, Session& session);
void add_agreement_accept(CLI::App& group, Session& session);
// agreement_check.cpp
void add_agreement_check(CLI::App& group, Session& session);

// Every version of an agreement; refuses unknown_agreement.
Result<std::vector<program::AgreementVersion>> known_versions(storage::Database& database,
                                                              const std::string& agreement);

}  // namespace quits::cli
