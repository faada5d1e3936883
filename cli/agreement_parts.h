// What the files of the agreement commands share. quits agreement ... is in agreement.cpp.
#pragma once

#include <quits/v1/view.pb.h>

#include <vector>

#include "cli/commands.h"
#include "program/agreements.h"
#include "program/terms_diff.h"

namespace quits::cli {

// agreement_propose.cpp: propose and accept.
void add_agreement_propose(CLI::App& group, Session& session);
void add_agreement_accept(CLI::App& group, Session& session);
// agreement_check.cpp
void add_agreement_check(CLI::App& group, Session& session);
// agreement_diff.cpp
void add_agreement_diff(CLI::App& group, Session& session);
// agreement_end.cpp
void add_agreement_end(CLI::App& group, Session& session);
// agreement_new.cpp
void add_agreement_new(CLI::App& group, Session& session);

// Every version of an agreement; refuses unknown_agreement.
Result<std::vector<program::AgreementVersion>> known_versions(storage::Database& database,
                                                              const std::string& agreement);
// The version of that number; refuses unknown_version.
Result<program::AgreementVersion> version_numbered(
    const std::vector<program::AgreementVersion>& versions, std::uint32_t number);

// What a version changes: the newest accepted version before it, which binds until then, else the
// one before it. Null for the first.
const program::AgreementVersion* changed_by(const program::AgreementVersion& version,
                                            const std::vector<program::AgreementVersion>& versions);
// Every change between the terms of two versions; the sentences end with the later one's first day.
std::vector<v1::TermsChangeView> changes_between(service::BookFile& file,
                                                 const program::AgreementVersion& before,
                                                 const program::AgreementVersion& after);
// "version 2 changes, against version 1:" and a line for each change; nothing for a first version.
void print_what_changes(Output& output, service::BookFile& file, const std::string& agreement,
                        std::uint32_t version);

}  // namespace quits::cli
