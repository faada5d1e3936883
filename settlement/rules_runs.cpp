// A settlement run up to its approval: opened, its documents collected and frozen, solved, answered, approved.
#include <fmt/core.h>

#include <algorithm>
#include <unordered_set>

#include "base/check.h"
#include "base/failure.h"
#include "settlement/conversion.h"
#include "settlement/document_numbers.h"
#include "settlement/run_solution.h"
#include "settlement/rules.h"

namespace quits::settlement {

using namespace program;

namespace {

bool has_flag(const Invoice& document, std::string_view flag) {
  return !document.flags.empty() && ("," + document.flags + ",").find(fmt::format(",{},", flag)) != std::string::npos;
}

// What is asked of every document, and the one reason why it takes no part.
class Selection {
 public:
  Selection(const RunOpened& opened, const RatesRecorded& rates, const Consents& consents, PartyHolds& holds)
      : opened_(opened), rates_(rates), consents_(consents), holds_(holds), parties_(opened.parties.begin(), opened.parties.end()) {}

  Result<RunExclusion> exclusion_of(const Invoice& document, std::int64_t open_minor) {
    if (opened_.currency && document.currency != *opened_.currency) return RunExclusion::currency;
    if (document.confirmation != Confirmation::none) return RunExclusion::not_confirmed;
    if (open_minor == 0) return RunExclusion::disputed;
    if (has_flag(document, "in_enforcement")) return RunExclusion::in_enforcement;
    if (has_flag(document, "assigned")) return RunExclusion::assigned;
    if (has_flag(document, "related_party")) return RunExclusion::related_party;
    const HoldKind issuer = holds_.of(document.issuer);
    const HoldKind recipient = holds_.of(document.recipient);
    if (has_flag(document, "on_hold") || issuer == HoldKind::on_hold || recipient == HoldKind::on_hold) return RunExclusion::on_hold;
    if (!document.run.empty()) return RunExclusion::in_another_run;
    if (issuer == HoldKind::insolvent || recipient == HoldKind::insolvent) return RunExclusion::insolvent;
    if (!takes_part(document.issuer) || !takes_part(document.recipient)) return RunExclusion::not_a_participant;
    if (!consents_.agrees(document.issuer, opened_.mode) || !consents_.agrees(document.recipient, opened_.mode)) {
      return RunExclusion::not_agreed;
    }
    if (opened_.due_until && document.due_on > *opened_.due_until) return RunExclusion::due_later;
    Currency currency = document.currency;
    std::int64_t minor = open_minor;
    if (opened_.settlement_currency && currency != *opened_.settlement_currency) {
      const auto rate = rate_between(rates_, currency, *opened_.settlement_currency);
      if (!rate) return RunExclusion::no_rate;
      TRY(minor, converted(open_minor, currency, *opened_.settlement_currency, rate->value, rate->divides));
      currency = *opened_.settlement_currency;
    }
    if (compare_with_threshold(minor, currency, opened_.above) <= 0) return RunExclusion::small;
    return RunExclusion::none;
  }

 private:
  bool takes_part(const std::string& party) const { return parties_.empty() || parties_.count(party) != 0; }

  const RunOpened& opened_;
  const RatesRecorded& rates_;  // of the run; empty where it converts nothing
  const Consents& consents_;
  PartyHolds& holds_;
  std::unordered_set<std::string> parties_;
};

// Converted ones stand with the amount they have in the currency of the run.
Status convert_documents(Currency into, const RatesRecorded& rates, RunCollected& collected) {
  for (std::size_t i = 0; i < collected.documents.size(); ++i) {
    RunDocument& document = collected.documents[i];
    if (document.currency == into) continue;
    const auto rate = rate_between(rates, document.currency, into);
    CHECK(rate, "{} was selected without a rate", document.number);
    collected.conversions.push_back({static_cast<std::uint32_t>(i), document.currency, document.open_minor, rate->value, rate->divides});
    TRY(document.open_minor, converted(document.open_minor, document.currency, into, rate->value, rate->divides));
    document.currency = into;
  }
  return {};
}

// Parties get their places by name; documents come by currency and number.
void number_parties(const std::vector<Invoice>& documents, RunCollected& collected) {
  std::vector<std::string>& parties = collected.parties;
  for (const Invoice& document : documents) {
    parties.push_back(document.issuer);
    parties.push_back(document.recipient);
  }
  std::sort(parties.begin(), parties.end());
  parties.erase(std::unique(parties.begin(), parties.end()), parties.end());
  const auto place = [&](const std::string& party) {
    return static_cast<std::uint32_t>(std::lower_bound(parties.begin(), parties.end(), party) - parties.begin());
  };
  for (const Invoice& document : documents) {
    collected.documents.push_back({document.number, place(document.recipient), place(document.issuer), document.currency,
                                   document.free_minor(), document.due_on});
  }
}

std::string next_step(const std::string& run, RunState state) {
  switch (state) {
    case RunState::draft: return "quits run collect " + run;
    case RunState::collected: return "quits run propose " + run;
    case RunState::proposed: return "quits run approve " + run;
    case RunState::approved: return "quits run post " + run;
    case RunState::posted: return "record the payments of `quits run show " + run + "`";
    case RunState::settled:
    case RunState::cancelled:
    case RunState::reversed: break;
  }
  return "open another run: quits run open KEY";
}

}  // namespace

template <class Held>
Result<Held> Rules::read_as(Sequence sequence, ledger::Writer& writer) {
  TRY(Fact fact, codec_.decode(writer.read(sequence).fact));
  if (auto* held = std::get_if<Held>(&fact)) return std::move(*held);
  throw Failure(Code::corrupt, fmt::format("entry {} is not what the register says", sequence.value), "run `quits verify`");
}
template Result<ObligationReported> Rules::read_as(Sequence, ledger::Writer&);
template Result<SettlementPosted> Rules::read_as(Sequence, ledger::Writer&);
template Result<RunPosted> Rules::read_as(Sequence, ledger::Writer&);
template Result<RatesRecorded> Rules::read_as(Sequence, ledger::Writer&);
template Result<RunOpened> Rules::read_as(Sequence, ledger::Writer&);
template Result<RunCollected> Rules::read_as(Sequence, ledger::Writer&);
template Result<RunProposed> Rules::read_as(Sequence, ledger::Writer&);

Result<RunRow> Rules::run_in(const std::string& run, std::initializer_list<RunState> states, std::string_view step) {
  const RunRow* row = documents_.runs.find(run);
  if (row == nullptr) return refuse(unknown_run(run));
  if (std::find(states.begin(), states.end(), row->state) != states.end()) return *row;
  return refuse(Code::run_state, fmt::format("run {} is {}: it cannot be {}", run, name_of(row->state), step), next_step(run, row->state));
}

// What the run makes must not be numbered like the invoices of a party.
Status Rules::check_numbers_of(const RunOpened& fact) {
  std::string first;
  if (fact.mode == NettingMode::centre) {
    first = made_number(fact.run, 1);
  } else if (fact.settlement_currency) {
    first = converted_number(fact.run, 1);
  }
  const auto issuer = issuer_in(first);
  if (!issuer || program_.registers().parties.find(*issuer) == nullptr) return {};
  return refuse_field("run_opened.run", Code::bad_value,
                      fmt::format("its documents would be numbered like invoices of {}: {}", *issuer, first), "choose another key");
}

Result<ledger::Receipt> Rules::apply(RunOpened fact, const Case& on) {
  if (documents_.runs.find(fact.run) != nullptr) {
    return refuse_field("run_opened.run", Code::already_exists, fmt::format("there is a run {} already", fact.run), "choose another key");
  }
  Parties& parties = program_.registers().parties;
  TRY_STATUS(check_numbers_of(fact));
  for (const std::string& party : fact.parties) TRY_STATUS(parties.get(party));
  if ((fact.mode == NettingMode::centre) != !fact.centre.empty()) {
    return refuse_field("run_opened.centre", Code::missing_field,
                        fact.centre.empty() ? "netting at a centre needs one" : "only netting at a centre has one",
                        "name the party that every other pays to or gets from");
  }
  if (!fact.centre.empty()) TRY_STATUS(parties.get(fact.centre));
  if (fact.whole_documents && fact.mode == NettingMode::centre) {
    return refuse_field("run_opened.whole_documents", Code::bad_value, "a centre takes over every document as a whole anyway");
  }
  if (fact.on > on.writer.now().date()) {
    return refuse_field("run_opened.on", Code::date_out_of_range, fmt::format("{} is yet to come", fact.on.to_string()),
                        "a run sets off on a day that has come");
  }
  if (fact.pay_on && *fact.pay_on < fact.on) {
    return refuse_field("run_opened.pay_on", Code::date_out_of_range, "is before the day of the set-off");
  }
  on.writer.flush();
  if (!fact.pay_on) {
    TRY(fact.calendar_pay_on, next_payment_day(on.writer.database(), fact.on));
  }
  if (fact.settlement_currency) {
    TRY(fact.rates_entry, rates_of(fact, on));
  }
  return append(fact, fact.on, {}, on);
}

Result<ledger::Receipt> Rules::apply(RunCollected fact, const Case& on) {
  TRY(const RunRow row, run_in(fact.run, {RunState::draft}, "collected"));
  TRY(const RunOpened opened, read_as<RunOpened>(row.opened, on.writer));
  on.writer.flush();
  const Consents consents(opened.on, program_, on.writer);
  RatesRecorded rates;
  if (opened.settlement_currency) {
    TRY(rates, read_as<RatesRecorded>(Sequence{opened.rates_entry}, on.writer));
  }
  Selection selection(opened, rates, consents, documents_.holds);
  std::vector<Invoice> taken;
  for (Invoice& document : open_documents(on.writer.database())) {
    TRY(const RunExclusion exclusion, selection.exclusion_of(document, document.free_minor()));
    if (exclusion == RunExclusion::none) {
      taken.push_back(std::move(document));
    } else {
      fact.excluded.push_back({document.number, exclusion});
    }
  }
  if (taken.empty()) {
    return refuse(Code::not_found, fmt::format("run {} finds no document to settle; {} {} left out", fact.run, fact.excluded.size(),
                                               fact.excluded.size() == 1 ? "is" : "are"),
                  "see what is open: quits invoice list --open, quits obligation list --open; runs among many need terms that agree to it");
  }
  fact.as_of = on.writer.next_sequence().value - 1;
  if (opened.settlement_currency) {
    // They all will be in one currency.
    std::sort(taken.begin(), taken.end(), [](const Invoice& left, const Invoice& right) { return left.number < right.number; });
  }
  number_parties(taken, fact);
  if (opened.settlement_currency) TRY_STATUS(convert_documents(*opened.settlement_currency, rates, fact));
  fact.hash = hash_of(fact);
  return append(fact, on.writer.now().date(), row.opened, on);
}

Result<RunProposed> Rules::propose(const std::string& run, const RunRow& row, std::vector<std::string> without, ledger::Writer& writer) {
  TRY(const RunOpened opened, read_as<RunOpened>(row.opened, writer));
  TRY(const RunCollected collected, read_as<RunCollected>(row.collected, writer));
  RunProposed proposed;
  proposed.run = run;
  proposed.proposal = row.proposal + 1;
  proposed.without = std::move(without);
  TRY_STATUS(solve(opened, collected, proposed));
  writer.flush();
  const Consents consents(opened.on, program_, writer);
  for (const std::string& party : parties_in(collected, proposed)) {
    const SettlementTerms* terms = consents.asks(party);
    if (terms == nullptr) continue;
    TRY(const Date until, writer.now().date().plus_days(static_cast<std::int32_t>(terms->answer_days)));
    proposed.asks.push_back({party, until, terms->silence});
  }
  return proposed;
}

// Who was asked, said nothing in time, and rejects by that.
std::vector<std::string> Rules::silent_rejections(const std::string& run, const RunRow& row, ledger::Writer& writer) {
  writer.flush();
  std::vector<std::string> silent;
  for (const NamedRunParty& asked : parties_asked(writer.database(), run)) {
    if (asked.row.proposal == row.proposal && asked.row.answer == RunAnswer::none && asked.row.silence == Silence::rejects &&
        asked.row.until < writer.now().date()) {
      silent.push_back(asked.party);
    }
  }
  return silent;
}

Result<ledger::Receipt> Rules::apply(RunProposed fact, const Case& on) {
  TRY(const RunRow row, run_in(fact.run, {RunState::collected, RunState::proposed}, "proposed"));
  std::vector<std::string> without;
  if (row.state == RunState::proposed) {
    without = silent_rejections(fact.run, row, on.writer);
    if (without.empty()) {
      return refuse(Code::run_state, fmt::format("run {} is proposed already (proposal {})", fact.run, row.proposal),
                    next_step(fact.run, row.state));
    }
    TRY(const RunProposed before, read_as<RunProposed>(row.proposed, on.writer));
    without.insert(without.end(), before.without.begin(), before.without.end());
    std::sort(without.begin(), without.end());
  }
  TRY(const RunProposed proposed, propose(fact.run, row, std::move(without), on.writer));
  return append(proposed, on.writer.now().date(), row.opened, on);
}

Result<ledger::Receipt> Rules::apply(const RunAnswered& fact, const Case& on) {
  TRY(const RunRow row, run_in(fact.run, {RunState::proposed}, "answered"));
  if (fact.proposal != row.proposal) {
    return refuse_field("run_answered.proposal", Code::proposal_changed,
                        fmt::format("run {} is at proposal {}, not {}", fact.run, row.proposal, fact.proposal),
                        "look at it again: quits run show " + fact.run);
  }
  const RunPartyRow* asked = documents_.runs.asked(fact.run, fact.party);
  if (asked == nullptr || asked->proposal != row.proposal) {
    return refuse_field("run_answered.party", Code::party_mismatch, fmt::format("run {} does not wait for {}'s word", fact.run, fact.party),
                        "the agreement says whose word a run needs");
  }
  if (asked->answer != RunAnswer::none) {
    return refuse_field("run_answered.party", Code::already_accepted, fmt::format("{} has answered in entry {}", fact.party, asked->answered.value));
  }
  if (on.writer.now().date() > asked->until) {
    return refuse_field("run_answered.party", Code::date_out_of_range,
                        fmt::format("{} had until {} to answer; silence {}", fact.party, asked->until.to_string(),
                                    asked->silence == Silence::accepts ? "accepts" : "rejects"));
  }
  TRY(const ledger::Receipt receipt, append(fact, on.writer.now().date(), row.proposed, on));
  if (!fact.rejects) return receipt;

  TRY(const RunProposed before, read_as<RunProposed>(row.proposed, on.writer));
  std::vector<std::string> without = before.without;
  without.push_back(fact.party);
  std::sort(without.begin(), without.end());
  TRY(const RunProposed proposed, propose(fact.run, row, std::move(without), on.writer));
  ledger::Draft draft;
  draft.id = {std::string(ledger::kOwnSource), fmt::format("run/{}/proposal/{}", fact.run, proposed.proposal)};
  draft.effective = on.writer.now().date();
  draft.relates_to = row.opened;
  draft.fact = codec_.encode(proposed);
  TRY_STATUS(on.writer.append(std::move(draft)));
  return receipt;
}

Status Rules::check_answers(const std::string& run, const RunRow& row, ledger::Writer& writer) {
  writer.flush();
  for (const NamedRunParty& asked : parties_asked(writer.database(), run)) {
    if (asked.row.proposal != row.proposal || asked.row.answer == RunAnswer::accepts) continue;
    if (asked.row.until >= writer.now().date()) {
      return refuse(Code::not_accepted, fmt::format("{} has not answered yet, and has until {}", asked.party, asked.row.until.to_string()),
                    fmt::format("quits run accept {} --party \"{}\", or wait", run, asked.party));
    }
    if (asked.row.silence == Silence::rejects) {
      return refuse(Code::not_accepted, fmt::format("{} did not answer until {}, which rejects", asked.party, asked.row.until.to_string()),
                    "solve the run again without it: quits run propose " + run);
    }
  }
  return {};
}

Result<ledger::Receipt> Rules::apply(const RunApproved& fact, const Case& on) {
  TRY(const RunRow row, run_in(fact.run, {RunState::proposed}, "approved"));
  if (fact.proposal != row.proposal) {
    return refuse_field("run_approved.proposal", Code::proposal_changed,
                        fmt::format("run {} is at proposal {}, not {}", fact.run, row.proposal, fact.proposal),
                        "look at it again: quits run show " + fact.run);
  }
  // Who opened, collected or proposed it has prepared it. A proposal that followed a rejection was made by the book.
  for (const Sequence entry : {row.opened, row.collected, row.proposed}) {
    const ledger::Record record = on.writer.read(entry);
    if (record.actor == on.writer.actor() && record.id.source != ledger::kOwnSource) {
      return refuse(Code::same_person, fmt::format("{} prepared run {} (entry {})", on.writer.actor(), fact.run, entry.value),
                    "a second person approves it: --as NAME");
    }
  }
  TRY_STATUS(check_answers(fact.run, row, on.writer));
  return append(fact, on.writer.now().date(), row.proposed, on);
}

}  // namespace quits::settlement
