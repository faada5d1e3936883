// Parties and agreements: the facts without money that decide about money.
#include <fmt/core.h>

#include <algorithm>

#include "program/rules.h"

namespace quits::program {
namespace {

ledger::Draft draft_of(const ledger::Submission& submission, const ledger::Writer& writer) {
  ledger::Draft draft;
  draft.id = submission.id;
  draft.effective = writer.now().date();
  draft.fact = submission.fact;
  return draft;
}

// A version that would take effect when the agreement is over.
Status check_before_end(const AgreementEnd* end, Date effective_from) {
  if (end == nullptr || effective_from <= end->last_day) return {};
  return refuse(Code::agreement_ended,
                fmt::format("agreement \"{}\" was ended by {} in entry {}: its last day is {}, and this would take effect on {}",
                            end->agreement, end->ended_by, end->sequence.value, end->last_day.to_string(), effective_from.to_string()),
                "to go on, agree on another one under a key of its own");
}

// One error out of many: the first, saying how many more there are.
Error summary(std::vector<Error> errors) {
  Error first = std::move(errors.front());
  first.place.field = "agreement_proposed.terms." + first.place.field;
  if (errors.size() > 1) {
    first.message += fmt::format(" (and {} more: `quits agreement check FILE` lists all)", errors.size() - 1);
  }
  return first;
}

}  // namespace

Result<ledger::Receipt> Rules::apply(const BookOpened& fact, const Case& on) {
  if (on.writer.next_sequence().value != 1) {
    return refuse(Code::already_exists, "the book is open already", "make another one: quits init --book FILE");
  }
  if (fact.operator_key.empty()) return refuse_field("book_opened.operator", Code::missing_field, "the operator's key is missing");
  return on.writer.append(draft_of(on.submission, on.writer));
}

Result<ledger::Receipt> Rules::apply(const PartyRegistered& fact, const Case& on) {
  if (register_.parties.find(fact.key) != nullptr) {
    return refuse(Code::already_exists, fmt::format("party \"{}\" is registered already", fact.key),
                  "choose another key, or see `quits party show`");
  }
  if (fact.is_operator && !register_.parties.operator_key().empty()) {
    return refuse(Code::already_exists, fmt::format("the book has an operator already: {}", register_.parties.operator_key()));
  }
  return on.writer.append(draft_of(on.submission, on.writer));
}

Result<ledger::Receipt> Rules::apply(AgreementProposed fact, const Case& on) {
  if (fact.principal.empty()) fact.principal = register_.parties.operator_key();
  TRY_STATUS(register_.parties.get(fact.principal));
  TRY_STATUS(register_.parties.get(fact.partner));
  if (fact.principal == fact.partner) {
    return refuse(Code::party_mismatch, fmt::format("{} cannot have an agreement with itself", fact.partner));
  }
  if (fact.proposed_by != fact.principal && fact.proposed_by != fact.partner) {
    return refuse(Code::party_mismatch, fmt::format("\"{}\" is not a party of this agreement", fact.proposed_by),
                  fmt::format("{} or {} proposes it", fact.principal, fact.partner));
  }
  if (auto errors = check(fact.terms); !errors.empty()) return tl::unexpected<Error>(summary(std::move(errors)));

  TRY_STATUS(check_before_end(register_.agreements.end_of(fact.agreement), fact.effective_from));
  const auto& versions = register_.agreements.versions(fact.agreement);
  const auto next = static_cast<std::uint32_t>(versions.size()) + 1;
  if (fact.version != next) {
    return refuse(Code::unknown_version, fmt::format("the next version of \"{}\" is {}, not {}", fact.agreement, next, fact.version),
                  "versions are numbered 1, 2, 3 ... and never change");
  }
  if (!versions.empty()) {
    const AgreementVersion& last = versions.back();
    if (last.principal != fact.principal || last.partner != fact.partner) {
      return refuse(Code::party_mismatch, fmt::format("agreement \"{}\" is between {} and {}", fact.agreement, last.principal, last.partner),
                    "another pair needs an agreement of its own");
    }
    if (fact.effective_from < last.effective_from) {
      return refuse(Code::date_out_of_range, fmt::format("version {} takes effect on {}, later than {}", last.version,
                                                         last.effective_from.to_string(), fact.effective_from.to_string()),
                    "a version never takes effect before the one it follows");
    }
    if (terms_of(last.sequence, on.writer).currency != fact.terms.currency) {
      return refuse(Code::currency_mismatch, "an agreement keeps its currency", "another currency needs an agreement of its own");
    }
  }
  ledger::Draft draft = draft_of(on.submission, on.writer);
  draft.fact = codec_.encode(fact);
  return on.writer.append(std::move(draft));
}

Result<ledger::Receipt> Rules::apply(const AgreementAccepted& fact, const Case& on) {
  const auto& versions = register_.agreements.versions(fact.agreement);
  if (versions.empty()) {
    on.writer.flush();
    return tl::unexpected<Error>(unknown_agreement(on.writer.database(), fact.agreement));
  }
  if (fact.version == 0 || fact.version > versions.size()) {
    return refuse(Code::unknown_version, fmt::format("agreement \"{}\" has no version {}", fact.agreement, fact.version),
                  fmt::format("it has {}", versions.size()));
  }
  const AgreementVersion& version = versions[fact.version - 1];
  if (version.accepted_by) {
    return refuse(Code::already_accepted, fmt::format("version {} was accepted in entry {}", fact.version, version.accepted_by.value));
  }
  const std::string& acceptor = version.proposed_by == version.principal ? version.partner : version.principal;
  if (fact.accepted_by != acceptor) {
    return refuse(Code::party_mismatch, fmt::format("version {} was proposed by {}: {} accepts it, not \"{}\"", fact.version,
                                                    version.proposed_by, acceptor, fact.accepted_by));
  }
  const auto is_later = [&](const AgreementVersion& other) { return other.version > version.version && other.accepted_by; };
  if (std::any_of(versions.begin(), versions.end(), is_later)) {
    return refuse(Code::already_accepted, "a later version is in force", "propose these terms again as the next version");
  }
  TRY_STATUS(check_before_end(register_.agreements.end_of(fact.agreement), version.effective_from));
  if (const auto open = on.writer.oldest_open(); open && version.effective_from < open->first_day()) {
    return refuse(Code::period_closed, fmt::format("it would take effect on {}, in a closed period", version.effective_from.to_string()),
                  fmt::format("propose it again from {} on", open->first_day().to_string()));
  }
  ledger::Draft draft = draft_of(on.submission, on.writer);
  draft.relates_to = version.sequence;
  return on.writer.append(std::move(draft));
}

// The notice is that of the terms in force on the day the end is recorded; before the first day, of the first ones that
// both accepted.
Result<ledger::Receipt> Rules::apply(const AgreementEnded& fact, const Case& on) {
  const auto& versions = register_.agreements.versions(fact.agreement);
  if (versions.empty()) {
    on.writer.flush();
    return tl::unexpected<Error>(unknown_agreement(on.writer.database(), fact.agreement));
  }
  const Date today = on.writer.now().date();
  const AgreementVersion* decides = version_on(versions, std::max(today, agreement_start(versions)));
  if (decides == nullptr) {
    return refuse(Code::not_accepted, fmt::format("no version of \"{}\" was accepted by both sides: it binds nobody", fact.agreement),
                  "a proposal that nobody accepts needs no end");
  }
  if (fact.ended_by != decides->principal && fact.ended_by != decides->partner) {
    return refuse_field("agreement_ended.ended_by", Code::party_mismatch, fmt::format("\"{}\" is not a party of this agreement", fact.ended_by),
                        fmt::format("ended_by is {} or {}", decides->principal, decides->partner));
  }
  if (const AgreementEnd* end = register_.agreements.end_of(fact.agreement)) {
    return refuse(Code::agreement_ended, fmt::format("it was ended by {} in entry {}: its last day is {}", end->ended_by,
                                                     end->sequence.value, end->last_day.to_string()));
  }
  const std::uint32_t notice = terms_of(decides->sequence, on.writer).notice_days;
  TRY(const Date earliest, today.plus_days(notice));
  if (fact.on < earliest) {
    const std::string why = notice == 0 ? "an agreement is not ended for a day that is over"
                                        : fmt::format("version {} asks for {} days of notice", decides->version, notice);
    return refuse_field("agreement_ended.on", Code::date_out_of_range,
                        fmt::format("is {}: {} is the earliest last day, because {}", fact.on.to_string(), earliest.to_string(), why),
                        notice == 0 ? "" : "both sides can agree on a version with shorter notice, and end that");
  }
  return on.writer.append(draft_of(on.submission, on.writer));
}

}  // namespace quits::program
