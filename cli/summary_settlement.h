// What an entry around a settlement says, in a line of words: a piece of summary_of (cli/views_entry.h).
#pragma once

#include <string>

#include "ledger/record.h"
#include "program/facts.h"

namespace quits::cli {

std::string summary_of(const ledger::Record& record, const program::CalendarSet& fact);
std::string summary_of(const ledger::Record& record, const program::ObligationReported& fact);
std::string summary_of(const ledger::Record& record, const program::ObligationConfirmed& fact);
std::string summary_of(const ledger::Record& record, const program::ObligationFlagged& fact);
std::string summary_of(const ledger::Record& record, const program::PartyHeld& fact);
std::string summary_of(const ledger::Record& record, const program::DisputeOpened& fact);
std::string summary_of(const ledger::Record& record, const program::DisputeAnswered& fact);
std::string summary_of(const ledger::Record& record, const program::DisputeResolved& fact);
std::string summary_of(const ledger::Record& record, const program::RunOpened& fact);
std::string summary_of(const ledger::Record& record, const program::RunCollected& fact);
std::string summary_of(const ledger::Record& record, const program::RunProposed& fact);
std::string summary_of(const ledger::Record& record, const program::RunAnswered& fact);
std::string summary_of(const ledger::Record& record, const program::RunApproved& fact);
std::string summary_of(const ledger::Record& record, const program::RunPosted& fact);
std::string summary_of(const ledger::Record& record, const program::RunCancelled& fact);
std::string summary_of(const ledger::Record& record, const program::RunReversed& fact);
std::string summary_of(const ledger::Record& record, const program::Payment& fact);
std::string summary_of(const ledger::Record& record, const program::WriteOffRequested& fact);
std::string summary_of(const ledger::Record& record, const program::WriteOffApproved& fact);
std::string summary_of(const ledger::Record& record, const program::RatesRecorded& fact);

}  // namespace quits::cli
