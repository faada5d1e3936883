#include "cli/summary_settlement.h"

#include <fmt/core.h>

#include "base/money.h"
#include "cli/table.h"
#include "cli/views.h"
#include "settlement/netting/set_off.h"

namespace quits::cli {
namespace {

std::string because(const std::string& reason) { return reason.empty() ? std::string() : ": " + reason; }

std::string amount_of(Decimal amount, Currency currency) {
  return fmt::format("{} {}", grouped(volume_text(amount, currency)), currency.code());
}

}  // namespace

std::string summary_of(const ledger::Record&, const program::CalendarSet& fact) {
  return fmt::format("calendar from {}: closed after day {}, reviewed until day {}, paid on day {}", fact.from_period.to_string(),
                     fact.close_day, fact.review_day, fact.payment_day);
}
std::string summary_of(const ledger::Record& record, const program::ObligationReported& fact) {
  return fmt::format("{} owes {} {} under {}, reported by {}", fact.debtor, fact.creditor, amount_of(fact.amount, fact.currency),
                     fact.number.empty() ? record.id.external_id : fact.number, fact.reported_by);
}
std::string summary_of(const ledger::Record&, const program::ObligationConfirmed& fact) {
  return fmt::format("{} {} by {}{}", fact.number, fact.refuses ? "refused" : "confirmed", fact.by, because(fact.reason));
}
std::string summary_of(const ledger::Record&, const program::ObligationFlagged& fact) {
  std::string flags;
  for (const std::string& flag : fact.flags) flags += (flags.empty() ? "" : ", ") + flag;
  return fmt::format("{} flagged {}{}", fact.number, flags.empty() ? "with nothing any more" : flags, because(fact.reason));
}
std::string summary_of(const ledger::Record&, const program::PartyHeld& fact) {
  const char* what = fact.hold == program::HoldKind::none        ? "takes part in runs again"
                     : fact.hold == program::HoldKind::insolvent ? "is insolvent: no runs"
                                                                 : "on hold: no runs";
  return fmt::format("{} {}{}", fact.party, what, because(fact.reason));
}
std::string summary_of(const ledger::Record&, const program::DisputeOpened& fact) {
  const std::string what = fact.line == 0 ? fact.document : fmt::format("line {} of {}", fact.line, fact.document);
  return fmt::format("{} disputed by {}{}", what, fact.by, because(fact.text));
}
std::string summary_of(const ledger::Record& record, const program::DisputeAnswered& fact) {
  return fmt::format("dispute in entry {}, {} writes: {}", record.relates_to.value, fact.by, fact.text);
}
std::string summary_of(const ledger::Record& record, const program::DisputeResolved& fact) {
  const char* what = fact.outcome == program::DisputeOutcome::upheld     ? "upheld"
                     : fact.outcome == program::DisputeOutcome::rejected ? "rejected"
                                                                         : "withdrawn";
  return fmt::format("dispute in entry {} {} by {}{}", record.relates_to.value, what, fact.by, because(fact.text));
}
std::string summary_of(const ledger::Record&, const program::RunOpened& fact) {
  return fmt::format("{} run {} opened for {}", settlement::name_of(fact.mode), fact.run, fact.on.to_string());
}
std::string summary_of(const ledger::Record&, const program::RunCollected& fact) {
  return fmt::format("run {} collected: {} {}, {} left out", fact.run, fact.documents.size(),
                     fact.documents.size() == 1 ? "document" : "documents", fact.excluded.size());
}
std::string summary_of(const ledger::Record&, const program::RunProposed& fact) {
  std::string set_off;
  for (const program::RunFigures& figures : fact.figures) {
    set_off += fmt::format("{} {}", set_off.empty() ? "" : ",", Money(figures.set_off_minor, figures.currency).with_code());
  }
  return fmt::format("run {} proposed ({}):{} set off", fact.run, fact.proposal, set_off.empty() ? " nothing" : set_off);
}
std::string summary_of(const ledger::Record&, const program::RunAnswered& fact) {
  return fmt::format("run {}, proposal {} {} by {}{}", fact.run, fact.proposal, fact.rejects ? "rejected" : "accepted", fact.party,
                     because(fact.reason));
}
std::string summary_of(const ledger::Record&, const program::RunApproved& fact) {
  return fmt::format("run {}, proposal {} approved", fact.run, fact.proposal);
}
std::string summary_of(const ledger::Record&, const program::RunPosted& fact) {
  return fmt::format("run {} posted, {} {} to be made", fact.run, fact.payments.size(), fact.payments.size() == 1 ? "payment" : "payments");
}
std::string summary_of(const ledger::Record&, const program::RunCancelled& fact) {
  return fmt::format("run {} cancelled{}", fact.run, because(fact.reason));
}
std::string summary_of(const ledger::Record&, const program::RunReversed& fact) {
  return fmt::format("run {} reversed{}", fact.run, because(fact.reason));
}
std::string summary_of(const ledger::Record&, const program::Payment& fact) {
  std::string text = fmt::format("payment of {} by {} to {}, {}", amount_of(fact.amount, fact.currency), fact.payer, fact.payee, fact.reference);
  if (!fact.credit) return text;
  return text + fmt::format("; {} too much: {}", Money(fact.credit->amount_minor, fact.currency).with_code(), fact.credit->number);
}
std::string summary_of(const ledger::Record&, const program::WriteOffRequested& fact) {
  const std::string what = fact.amount ? grouped(fact.amount->to_string()) + " of " : "what is open of ";
  return fmt::format("write-off of {}{} requested{}", what, fact.document, because(fact.reason));
}
std::string summary_of(const ledger::Record& record, const program::WriteOffApproved& fact) {
  const Currency currency = record.postings.empty() ? Currency::none() : record.postings.front().account.currency;
  const std::int64_t amount = fact.amount_minor < 0 ? -fact.amount_minor : fact.amount_minor;
  return fmt::format("{} of {} written off, as requested in entry {}", Money(amount, currency).with_code(), fact.document,
                     record.relates_to.value);
}
std::string summary_of(const ledger::Record&, const program::RatesRecorded& fact) {
  return fmt::format("{} {} of {}, {}", fact.rates.size(), fact.rates.size() == 1 ? "exchange rate" : "exchange rates", fact.publisher,
                     fact.on.to_string());
}

}  // namespace quits::cli
