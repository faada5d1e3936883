// Write-offs: a claim is given up, in whole or in part, when two persons say so.
#include <fmt/core.h>

#include "base/money.h"
#include "settlement/rules.h"

namespace quits::settlement {
namespace {

using program::WriteOffApproved;
using program::WriteOffRequested;

std::int64_t magnitude(std::int64_t value) { return value < 0 ? -value : value; }

// What may be written off is what nothing else is waiting for: on no payment list, not disputed,
// held by no run.
Status check_free(const Invoice& document, std::int64_t amount, const std::string& field) {
  const auto text = [&](std::int64_t minor) {
    return Money(magnitude(minor), document.currency).with_code();
  };
  if (!document.run.empty()) {
    return refuse_field(field, Code::held_by_run,
                        fmt::format("run {} holds {}", document.run, document.number),
                        "write it off when the run is posted, or cancel the run first");
  }
  const std::int64_t free = document.free_minor();
  if (amount == 0 || magnitude(amount) > magnitude(free)) {
    std::string kept;
    if (document.to_pay_minor != 0)
      kept += fmt::format("; {} is on a payment list", text(document.to_pay_minor));
    if (document.disputed_minor != 0)
      kept += fmt::format("; {} is disputed", text(document.disputed_minor));
    return refuse_field(
        field, Code::write_off_exceeds_open,
        amount == 0 ? fmt::format("nothing of {} can be written off{}", document.number, kept)
                    : fmt::format("{} is more than the {} of {} that can be written off{}",
                                  text(amount), text(free), document.number, kept),
        "quits ageing shows what is open");
  }
  return {};
}

}  // namespace

Result<ledger::Receipt> Rules::apply(WriteOffRequested fact, const Case& on) {
  const Invoice* known = documents_.invoices.find(fact.document);
  if (known == nullptr) {
    Error error = unknown_invoice(fact.document);
    error.place.field = "write_off_requested.document";
    return refuse(std::move(error));
  }
  const Invoice document = *known;
  const Date day = fact.on.value_or(on.writer.now().date());
  if (day < document.issued_on) {
    return refuse_field("write_off_requested.on", Code::date_out_of_range,
                        fmt::format("is {}, before {} was issued on {}", day.to_string(),
                                    document.number, document.issued_on.to_string()));
  }
  fact.amount_minor = document.free_minor();
  if (fact.amount) {
    const auto amount = Money::parse(fact.amount->to_string(), document.currency);
    if (!amount)
      return refuse_field("write_off_requested.amount", amount.error().code, amount.error().message,
                          amount.error().hint);
    fact.amount_minor = document.gross_minor < 0 ? -amount->minor() : amount->minor();
  }
  TRY_STATUS(check_free(document, fact.amount_minor, "write_off_requested.amount"));
  return append(fact, day, document.sequence, on);
}

Result<ledger::Receipt> Rules::apply(WriteOffApproved fact, const Case& on) {
  const FactId id{fact.of.source.empty() ? on.submission.id.source : fact.of.source, fact.of.id};
  const auto sequence = on.writer.find(id);
  const bool recorded = sequence && *sequence < on.writer.next_sequence();
  const WriteOff* known = recorded ? documents_.write_offs.find(*sequence) : nullptr;
  if (known == nullptr) {
    return refuse_field("write_off_approved.of", Code::unknown_write_off,
                        fmt::format("\"{}:{}\" requested no write-off", id.source, id.external_id),
                        "`quits write-off list` shows all");
  }
  const WriteOff asked = *known;
  if (asked.approved) {
    return refuse_field("write_off_approved.of", Code::not_pending,
                        fmt::format("it was approved in entry {}", asked.approved.value));
  }
  const ledger::Record requested = on.writer.read(*sequence);
  if (requested.actor == on.writer.actor()) {
    return refuse(Code::same_person,
                  fmt::format("{} requested this write-off and cannot approve it", requested.actor),
                  "another person does: --as NAME");
  }
  const Invoice document = recorded_document(asked.document);
  TRY_STATUS(check_free(document, asked.amount_minor, "write_off_approved.of"));
  const Date day = fact.on.value_or(on.writer.now().date());
  if (day < requested.effective) {
    return refuse_field("write_off_approved.on", Code::date_out_of_range,
                        fmt::format("is {}, before it was requested on {}", day.to_string(),
                                    requested.effective.to_string()));
  }
  fact.document = asked.document;
  fact.amount_minor = asked.amount_minor;

  program::Parties& parties = program_.registers().parties;
  TRY(const program::Party* issuer, parties.get(document.issuer));
  const PartyNumber issuer_number = issuer->number;
  TRY(const program::Party* recipient, parties.get(document.recipient));
  const PartyNumber recipient_number = recipient->number;
  ledger::Draft draft;
  draft.id = on.submission.id;
  draft.effective = day;
  draft.relates_to = *sequence;
  draft.postings = {
      {{issuer_number, recipient_number, ledger::AccountKind::claim, document.currency},
       -asked.amount_minor},
      {{issuer_number, recipient_number, ledger::AccountKind::writeoff, document.currency},
       asked.amount_minor}};
  draft.fact = codec_.encode(fact);
  return on.writer.append(std::move(draft));
}

}  // namespace quits::settlement
