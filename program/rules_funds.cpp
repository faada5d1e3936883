// Marketing funds: a request, its approval by a second person, claims with evidence, and the release of what is not needed.
#include <fmt/core.h>

#include "program/funds.h"
#include "program/rules.h"

namespace quits::program {
namespace {

ledger::Draft draft_for(const ledger::Submission& submission, Date effective, Sequence relates_to) {
  ledger::Draft draft;
  draft.id = submission.id;
  draft.effective = effective;
  draft.fact = submission.fact;
  draft.relates_to = relates_to;
  return draft;
}

void put_item(ledger::Item item, ledger::Draft& draft) {
  std::vector<ledger::Item> items;
  items.push_back(std::move(item));
  put_items(std::move(items), draft);
}

// Refuses what the window's budget does not hold any more. `versions` are those of the agreement.
Status check_budget(const Fund& fund, const std::vector<AgreementVersion>& versions, Date day, std::int64_t wanted_minor,
                    Currency currency, ledger::Writer& writer) {
  writer.flush();
  const Date from = window_start(fund.every, Period::of(day));
  const Date until = window_last(fund.every, from).last_day();
  TRY(const FundUse use, use_of(fund_requests(writer.database(), versions, fund.name, from, until)));
  if (int128{use.bound_minor} + wanted_minor <= fund.budget_minor) return {};
  TRY(const auto left, to_minor(int128{fund.budget_minor} - use.bound_minor, 1, Rounding::half_away_from_zero));
  return refuse(Code::payment_exceeds_open,
                fmt::format("{} of fund {} are asked for, and {} are left of its {} from {} to {}", Money(wanted_minor, currency).with_code(),
                            fund.name, Money(left, currency).to_grouped_string(), Money(fund.budget_minor, currency).to_grouped_string(),
                            from.to_string(), until.to_string()),
                "ask for less, or release a request that is not needed");
}

Result<Sequence> in_field(const char* field, Result<Sequence> found) {
  return found ? found : refuse_field(field, found.error().code, found.error().message, found.error().hint);
}

}  // namespace

Result<ledger::Receipt> Rules::apply(const FundRequested& fact, const Case& on) {
  TRY(const Ground ground, ground_for(fact.agreement, fact.partner, fact.on, on.writer));
  const Terms& terms = *ground.terms;
  const Fund* fund = fund_named(terms, fact.fund);
  if (fund == nullptr) {
    return refuse_field("fund_requested.fund", Code::not_found, fmt::format("the terms \"{}\" have no fund {}", terms.title, fact.fund),
                        "add it in a new version of the agreement");
  }
  TRY(const Money cost, money_of(fact.amount, terms.currency, Rounding::half_away_from_zero));
  TRY(const auto wanted, fund_share(cost.minor(), fund->principal_share));
  if (auto fits = check_budget(*fund, *ground.versions, fact.on, wanted, terms.currency, on.writer); !fits) {
    return refuse_field("fund_requested.amount", fits.error().code, fits.error().message, fits.error().hint);
  }
  ledger::Item item;
  item.key = line_key(ground.partner, ground.principal, terms.currency, Category::marketing, ground.version->sequence, fund->name, {});
  item.key.billing = ledger::Billing::nothing_due;
  item.trace.reason = ledger::Reason::fund;
  ledger::FundTrace asked;
  asked.approved_minor = cost.minor();
  asked.share = fund->principal_share;
  item.trace.more.edit().fund = asked;
  ledger::Draft draft = draft_for(on.submission, fact.on, {});
  put_item(std::move(item), draft);
  return on.writer.append(std::move(draft));
}

Result<ledger::Receipt> Rules::approve_fund(const ledger::Record& request, const Case& on) {
  const FundRequest* known = register_.funds.request(request.sequence);
  const AgreementVersion* version = known == nullptr ? nullptr : register_.agreements.proposed_in(known->version);
  if (version == nullptr) return refuse(Code::unknown_version, "the request's agreement is not in the register");
  const FundRequest asked = *known;
  if (asked.released_by) {
    return refuse(Code::not_pending, fmt::format("the request was released in entry {}", asked.released_by.value), "ask for it again");
  }
  const Terms& terms = terms_of(asked.version, on.writer);
  const Fund* fund = fund_named(terms, asked.fund);
  if (fund == nullptr) return refuse(Code::not_found, fmt::format("the terms \"{}\" have no fund {}", terms.title, asked.fund));
  TRY(const auto wanted, fund_share(asked.amount_minor, asked.share));
  TRY_STATUS(check_budget(*fund, register_.agreements.versions(version->agreement), asked.day, wanted, terms.currency, on.writer));
  return on.writer.append(draft_for(on.submission, on.writer.now().date(), request.sequence));
}

Result<ledger::Receipt> Rules::apply(const FundClaimed& fact, const Case& on) {
  TRY(const Sequence sequence, in_field("fund_claimed.request", find_named(fact.request, on)));
  const FundRequest* known = register_.funds.request(sequence);
  if (known == nullptr) {
    return refuse_field("fund_claimed.request", Code::unknown_entry, fmt::format("entry {} is no request for a fund", sequence.value));
  }
  const FundRequest asked = *known;
  if (!asked.approved_by) {
    return refuse_field("fund_claimed.request", Code::not_accepted, "the request is not approved yet", "a second person approves it first");
  }
  if (asked.released_by) {
    return refuse_field("fund_claimed.request", Code::not_accepted,
                        fmt::format("the request was released in entry {}", asked.released_by.value), "ask for it again");
  }
  const auto version = register_.agreements.proposed_in(asked.version);
  if (version == nullptr) return refuse(Code::unknown_version, "the request's agreement is not in the register");
  TRY(const Ground ground, ground_of(*version, register_.agreements.versions(version->agreement), on.writer));
  const Terms& terms = *ground.terms;
  const Fund* fund = fund_named(terms, asked.fund);
  if (fund != nullptr) {
    TRY(const auto last, last_claim_day(*fund, asked));
    if (last && fact.on > *last) {
      return refuse_field("fund_claimed.on", Code::date_out_of_range,
                          fmt::format("is {}: claims of this request came until {}", fact.on.to_string(), last->to_string()),
                          "ask for it again");
    }
  }
  if (fact.on < asked.day) {
    return refuse_field("fund_claimed.on", Code::date_out_of_range, fmt::format("is before the request of {}", asked.day.to_string()));
  }
  TRY(const Money cost, money_of(fact.amount, terms.currency, Rounding::half_away_from_zero));
  const std::int64_t left = asked.amount_minor - asked.claimed_minor;
  if (cost.minor() > left) {
    return refuse_field("fund_claimed.amount", Code::payment_exceeds_open,
                        fmt::format("is {}: {} are left of the {} that were approved", cost.to_grouped_string(),
                                    Money(left, terms.currency).to_grouped_string(),
                                    Money(asked.amount_minor, terms.currency).to_grouped_string()),
                        "claim what is left, and ask for the rest");
  }
  TRY(const auto due, fund_share(asked.claimed_minor + cost.minor(), asked.share));
  ledger::Item item;
  item.key = line_key(ground.partner, ground.principal, terms.currency, Category::marketing, asked.version, asked.fund,
                      tax_for(terms, Side::partner, Category::marketing));
  item.amount_minor = due - asked.paid_minor;
  item.trace.reason = ledger::Reason::fund;
  item.trace.more.edit().fund =
      ledger::FundTrace{sequence, asked.amount_minor, asked.claimed_minor, cost.minor(), asked.share};
  ledger::Draft draft = draft_for(on.submission, fact.on, sequence);
  put_item(std::move(item), draft);
  return on.writer.append(std::move(draft));
}

Result<ledger::Receipt> Rules::apply(const FundReleased& fact, const Case& on) {
  TRY(const Sequence sequence, in_field("fund_released.request", find_named(fact.request, on)));
  const FundRequest* known = register_.funds.request(sequence);
  if (known == nullptr) {
    return refuse_field("fund_released.request", Code::unknown_entry, fmt::format("entry {} is no request for a fund", sequence.value));
  }
  if (known->released_by) {
    return refuse_field("fund_released.request", Code::not_pending, fmt::format("it was released in entry {}", known->released_by.value));
  }
  return on.writer.append(draft_for(on.submission, fact.on, sequence));
}

}  // namespace quits::program
