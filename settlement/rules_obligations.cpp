// Debts between two parties that were invoiced elsewhere, and what keeps a document or a party out of runs.
#include <fmt/core.h>

#include <algorithm>

#include "base/money.h"
#include "settlement/document_numbers.h"
#include "settlement/netting/eligibility.h"
#include "settlement/rules.h"

namespace quits::settlement {
namespace {

using program::ObligationConfirmed;
using program::ObligationFlagged;
using program::ObligationReported;
using program::PartyHeld;

// Flags that a fact may set: what changes by itself (paid, in another run) and what has its own facts (disputes, holds of a
// party) is not flagged.
Status check_flags(const std::vector<std::string>& flags, const char* field) {
  constexpr std::string_view kKnown[] = {"assigned", "in_enforcement", "related_party", "on_hold"};
  for (std::size_t i = 0; i < flags.size(); ++i) {
    if (std::find(std::begin(kKnown), std::end(kKnown), flags[i]) != std::end(kKnown)) continue;
    return refuse_field(fmt::format("{}[{}]", field, i), Code::bad_value, fmt::format("\"{}\" is no flag", flags[i]),
                        "assigned, in_enforcement, related_party or on_hold");
  }
  return {};
}

}  // namespace

Result<ledger::Receipt> Rules::append(const program::Fact& fact, Date effective, Sequence relates_to, const Case& on) {
  ledger::Draft draft;
  draft.id = on.submission.id;
  draft.effective = effective;
  draft.relates_to = relates_to;
  draft.fact = codec_.encode(fact);
  return on.writer.append(std::move(draft));
}

Status Rules::check_number_is_free(const std::string& number) {
  constexpr const char* kField = "obligation_reported.number";
  constexpr const char* kHint = "numbers of documents are different from each other, whoever issued them";
  if (documents_.invoices.find(number) != nullptr) {
    return refuse_field(kField, Code::already_exists, fmt::format("there is a document {} already", number), kHint);
  }
  const std::string_view owner = given_to(number);
  if (!owner.empty()) {
    return refuse_field(kField, Code::bad_value, fmt::format("the book numbers {} like {}", owner, number), kHint);
  }
  const auto issuer = issuer_in(number);
  if (issuer && program_.registers().parties.find(*issuer) != nullptr) {
    return refuse_field(kField, Code::bad_value, fmt::format("the book numbers the invoices of {} like {}", *issuer, number), kHint);
  }
  return {};
}

Result<ledger::Receipt> Rules::apply(const program::PartyRegistered& fact, const Case& on) {
  on.writer.flush();
  if (const auto taken = document_numbered_for(on.writer.database(), fact.key)) {
    return refuse_field("party_registered.key", Code::already_exists,
                        fmt::format("there is a document {}, and invoices of {} would be numbered like it", *taken, fact.key),
                        "choose another key");
  }
  return program_.apply(on.submission, on.writer);
}

Result<ledger::Receipt> Rules::apply(ObligationReported fact, const Case& on) {
  program::Parties& parties = program_.registers().parties;
  TRY(const program::Party* debtor, parties.get(fact.debtor));
  const PartyNumber debtor_number = debtor->number;
  TRY(const program::Party* creditor, parties.get(fact.creditor));
  const PartyNumber creditor_number = creditor->number;
  if (fact.debtor == fact.creditor) {
    return refuse_field("obligation_reported.debtor", Code::party_mismatch, "a party owes nothing to itself", "name who owes whom");
  }
  const bool by_operator = fact.reported_by == parties.operator_key();
  if (fact.reported_by != fact.debtor && fact.reported_by != fact.creditor && !by_operator) {
    return refuse_field("obligation_reported.reported_by", Code::party_mismatch,
                        fmt::format("{} is neither of the two, nor the operator", fact.reported_by));
  }
  TRY_STATUS(check_flags(fact.flags, "obligation_reported.flag"));
  if (fact.number.empty()) fact.number = on.submission.id.external_id;
  TRY_STATUS(check_number_is_free(fact.number));
  const auto amount = Money::parse(fact.amount.to_string(), fact.currency);
  if (!amount) return refuse_field("obligation_reported.amount", amount.error().code, amount.error().message, amount.error().hint);
  fact.amount_minor = amount->minor();
  // What one side says binds the other when its agreement asks for no more. What the debtor itself reports it has confirmed.
  const std::string& other = fact.reported_by == fact.debtor ? fact.creditor : fact.debtor;
  const auto confirms = [&](const std::string& party) { return confirms_obligations(party, fact.on, program_, on.writer); };
  fact.awaits_word = !fact.confirmed && (confirms(other) || (by_operator && confirms(fact.creditor)));

  ledger::Draft draft;
  draft.id = on.submission.id;
  draft.effective = fact.on;
  draft.postings = {{{creditor_number, debtor_number, ledger::AccountKind::claim, fact.currency}, fact.amount_minor},
                    {{creditor_number, debtor_number, ledger::AccountKind::elsewhere, fact.currency}, -fact.amount_minor}};
  draft.fact = codec_.encode(fact);
  return on.writer.append(std::move(draft));
}

Result<ledger::Receipt> Rules::apply(const ObligationConfirmed& fact, const Case& on) {
  const Invoice* document = documents_.invoices.find(fact.number);
  if (document == nullptr || document->kind != DocumentKind::reported) {
    return refuse_field("obligation_confirmed.number", Code::unknown_invoice, fmt::format("there is no reported debt {}", fact.number));
  }
  const Invoice known = *document;
  if (known.confirmation != Confirmation::awaited) {
    return refuse_field("obligation_confirmed.number", Code::not_pending,
                        known.confirmation == Confirmation::refused ? "it was refused before" : "nobody's word is missing");
  }
  TRY(const ObligationReported reported, read_as<ObligationReported>(known.sequence, on.writer));
  const bool is_side = fact.by == known.issuer || fact.by == known.recipient;
  if (!is_side || fact.by == reported.reported_by) {
    return refuse_field("obligation_confirmed.by", Code::party_mismatch,
                        fmt::format("{} reported it: the other side confirms", reported.reported_by));
  }
  if (!fact.refuses) return append(fact, on.writer.now().date(), known.sequence, on);

  if (known.open_minor != known.gross_minor) {
    return refuse(Code::not_reversible, fmt::format("{} of {} was paid or written off", Money(known.gross_minor - known.open_minor, known.currency).with_code(), known.number),
                  "it can be refused when that is reversed: quits reverse ENTRY");
  }
  // Refused: it was never owed.
  ledger::Draft draft;
  draft.id = on.submission.id;
  draft.effective = on.writer.now().date();
  draft.relates_to = known.sequence;
  draft.fact = codec_.encode(fact);
  for (const ledger::Posting& posting : on.writer.read(known.sequence).postings) {
    draft.postings.push_back({posting.account, -posting.amount_minor});
  }
  return on.writer.append(std::move(draft));
}

Result<ledger::Receipt> Rules::apply(const ObligationFlagged& fact, const Case& on) {
  TRY_STATUS(check_flags(fact.flags, "obligation_flagged.flag"));
  const Invoice* document = documents_.invoices.find(fact.number);
  if (document == nullptr) return refuse(unknown_invoice(fact.number));
  if (!document->run.empty()) {
    return refuse_field("obligation_flagged.number", Code::held_by_run, fmt::format("run {} holds {}", document->run, fact.number),
                        "cancel the run first, or flag it when the run is posted");
  }
  return append(fact, on.writer.now().date(), document->sequence, on);
}

Result<ledger::Receipt> Rules::apply(const PartyHeld& fact, const Case& on) {
  TRY_STATUS(program_.registers().parties.get(fact.party));
  if (documents_.holds.of(fact.party) == fact.hold) {
    return refuse_field("party_held.hold", Code::already_exists, fmt::format("{} stands so already", fact.party));
  }
  return append(fact, on.writer.now().date(), {}, on);
}

}  // namespace quits::settlement
