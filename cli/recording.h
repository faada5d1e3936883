// Facts that commands make themselves, recorded through the one door like everybody's.
//
//   TRY(auto fact, submission("party/FRANCE", program::PartyRegistered{...}));
//   TRY(auto receipt, record_one(session, fact, dry_run));
//
// Their source is "cli", and their ids come from what they say, so that a repeated command finds
// what it did before instead of doing it twice.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/session.h"
#include "ledger/book.h"
#include "program/facts.h"

namespace CLI {
class App;
}

namespace quits::cli {

inline constexpr std::string_view kOwnSource = "cli";

// Refuses what no fact may hold, before any book is touched. An id too long for a book is replaced
// by its digest.
Result<ledger::Submission> submission(const std::string& id, const program::Fact& fact);

// While it lives, what is recorded is only tried; null when it is meant.
std::unique_ptr<ledger::Book::Preview> preview_if(bool dry_run, ledger::Book& book);

// All or nothing. The refusal of one is the refusal of all.
Result<std::vector<ledger::Receipt>> record_all(Session& session, service::BookFile& file,
                                                std::span<const ledger::Submission> facts,
                                                bool dry_run);
Result<ledger::Receipt> record_one(Session& session, const ledger::Submission& fact, bool dry_run);

// Which option, or which word of the line, a field of the fact came from.
struct OptionName {
  std::string_view field;
  std::string_view option;
};
// A refusal in the words of who typed the line: not "party_registered.country" but "--country". One
// that has a place in a file keeps it.
Status in_words_of(std::span<const OptionName> names, Status status);
// The same of a value that was read from an option.
template <class Value>
Result<Value> of_option(std::string_view option, Result<Value> value) {
  if (!value) value.error().place.field = option;
  return value;
}

// "registered FRANCE (entry 3)", "... (entry 3, was there already)", "... (would be entry 3)"; with
// --json the receipts.
void report(Session& session, const std::string& what, std::span<const ledger::Submission> facts,
            std::span<const ledger::Receipt> receipts, bool dry_run);

// "source:id", or an id of the source "cli" when there is no colon.
program::FactRef fact_named(const std::string& name);

void add_dry_run(CLI::App& command, bool& dry_run);

}  // namespace quits::cli
