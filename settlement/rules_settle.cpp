// Settling a closed period: every pair's open invoices are set off; what is left is paid or carried.
#include <fmt/core.h>

#include <algorithm>

#include "base/money.h"
#include "settlement/rules.h"

namespace quits::settlement {

using program::PeriodSettled;
using program::SetOff;
using program::SettlementPosted;

struct Rules::Run {
  Period period;
  Date on;
  std::optional<Date> pay_on;  // what the calendar says
  ledger::Writer& writer;
  PairTermsBook pair_terms;
  std::uint32_t pairs = 0;
  std::uint32_t payments = 0;
};

namespace {

// Why something is carried besides a net: "30.00 EUR is disputed".
void add_because(std::int64_t minor, Currency currency, std::string_view why, std::string& because) {
  if (minor == 0) return;
  if (!because.empty()) because += "; ";
  because += Money(minor < 0 ? -minor : minor, currency).with_code() + std::string(why);
}

// Why a net is carried; empty when it is paid.
std::string carried_because(std::int64_t net, const program::PaymentTerms& terms, Currency currency) {
  if (net == 0) return {};
  if (net < 0 && terms.collection == program::Collection::carry) return "a net owed by the partner is carried, not collected";
  if ((net < 0 ? -net : net) < terms.minimum_payout_minor) {
    return "below the minimum payout of " + Money(terms.minimum_payout_minor, currency).with_code();
  }
  return {};
}

// As the calendar says; without one, when the latest document that it pays falls due. Never before the set-off.
Date payment_day(const BilateralNetting& netting, Date set_off, std::optional<Date> calendar) {
  if (calendar) return std::max(set_off, *calendar);
  Date due = set_off;
  for (const NettedInvoice& netted : netting.invoices) {
    if (netted.left_minor != 0) due = std::max(due, netted.invoice.due);
  }
  return due;
}

// What this period added, from the partner's side. What was paid too much is in the opening, as every payment is.
void add_up(std::span<const Invoice> open, Period period, SettlementPosted& posted) {
  for (const Invoice& invoice : open) {
    if (invoice.period != period || is_credit(invoice.kind)) continue;
    (invoice.issuer == posted.partner ? posted.earnings_minor : posted.charges_minor) += invoice.gross_minor;
  }
}

std::vector<ledger::Posting> postings_of(const SettlementPosted& posted, std::span<const Invoice> open, PartyNumber principal,
                                         PartyNumber partner) {
  std::int64_t by_partner = 0;  // set off of what the partner issued
  std::int64_t by_principal = 0;
  for (const SetOff& set_off : posted.invoices) {
    const auto invoice = std::find_if(open.begin(), open.end(), [&](const Invoice& known) { return known.number == set_off.invoice; });
    (invoice->issuer == posted.partner ? by_partner : by_principal) += set_off.set_off_minor;
  }
  std::vector<ledger::Posting> postings;
  const auto post = [&](PartyNumber owner, PartyNumber other, std::int64_t amount) {
    if (amount != 0) postings.push_back({{owner, other, ledger::AccountKind::claim, posted.currency}, -amount});
  };
  post(principal, partner, by_principal);
  post(partner, principal, by_partner);
  return postings;
}

}  // namespace

Error already_settled(Period period, const ledger::Record& settled) {
  return {Code::already_settled,
          fmt::format("{} was settled on {} already (entry {})", period.to_string(), settled.effective.to_string(),
                      settled.sequence.value),
          "what is open now is settled with the next period", {}};
}

Status Rules::check_may_settle(const program::PeriodSettled& fact, ledger::Writer& writer) {
  const Period period = fact.period;
  const auto open = writer.oldest_open();
  if (!open || period >= *open) {
    return refuse(Code::period_order, fmt::format("{} is not closed", period.to_string()),
                  fmt::format("close it first: quits period close {}", period.to_string()));
  }
  writer.flush();
  const auto settled = settled_periods(writer.database());
  if (!settled.empty() && period <= settled.back().first) {
    const auto own = std::lower_bound(settled.begin(), settled.end(), std::pair(period, Sequence{}));
    return refuse(already_settled(period, writer.read(own->second)));
  }
  const auto closed = ledger::closed_periods(writer.database());
  const Period next = settled.empty() ? closed.front().period : settled.back().first.next();
  if (period != next) {
    return refuse(Code::settle_order, fmt::format("{} is settled before {}", next.to_string(), period.to_string()),
                  fmt::format("periods are settled in order: quits settle {}", next.to_string()));
  }
  return check_calendar_of_settlement(fact, writer);
}

Status Rules::settle_pair(std::span<const Invoice> open, Run& run) {
  const Invoice& first = open.front();
  const PairTerms* terms = run.pair_terms.find(first.issuer, first.recipient, first.currency);
  if (terms == nullptr) {
    return refuse(Code::no_agreement, fmt::format("invoice {} stands without an agreement", first.number));
  }
  std::vector<OpenInvoice> obligations;
  std::int64_t disputed = 0;  // from the partner's side: it stays where it is
  std::int64_t held = 0;      // by runs: the same
  for (const Invoice& invoice : open) {
    const bool by_partner = invoice.issuer == terms->partner;
    const std::int64_t free = invoice.run.empty() ? invoice.free_minor() : 0;
    const std::int64_t in_run = invoice.run.empty() ? 0 : invoice.free_minor();
    obligations.push_back({invoice.number, by_partner, free, invoice.due_on});
    disputed += by_partner ? invoice.disputed_minor : -invoice.disputed_minor;
    held += by_partner ? in_run : -in_run;
  }
  TRY(const BilateralNetting netting, net_bilaterally(obligations));

  SettlementPosted posted;
  posted.period = run.period;
  posted.principal = terms->principal;
  posted.partner = terms->partner;
  posted.currency = first.currency;
  posted.on = run.on;
  add_up(open, run.period, posted);
  // What was carried, less what was paid directly since: so that `paid` is what goes on the payment list and no more.
  posted.opening_minor = netting.net_minor + disputed + held - posted.earnings_minor + posted.charges_minor;
  posted.carried_because = carried_because(netting.net_minor, terms->payment, first.currency);
  const bool pays = netting.net_minor != 0 && posted.carried_because.empty();
  add_because(disputed, first.currency, " is disputed", posted.carried_because);
  add_because(held, first.currency, " is held by a settlement run", posted.carried_because);
  posted.carried_minor = disputed + held + (pays ? 0 : netting.net_minor);
  posted.paid_minor = pays ? netting.net_minor : 0;
  for (const NettedInvoice& netted : netting.invoices) {
    if (netted.invoice.open_minor == 0) continue;
    posted.invoices.push_back({netted.invoice.number, netted.invoice.open_minor, netted.set_off_minor, pays ? netted.left_minor : 0});
  }
  if (pays) {
    posted.payment_reference = fmt::format("PAY-{}-{:05}", run.period.to_string(), ++run.payments);
    posted.payment_due_on = payment_day(netting, run.on, run.pay_on);
  }
  TRY(const program::Party* principal, program_.registers().parties.get(posted.principal));
  const PartyNumber principal_number = principal->number;
  TRY(const program::Party* partner, program_.registers().parties.get(posted.partner));

  ledger::Draft draft;
  draft.id = {std::string(ledger::kOwnSource),
              fmt::format("settlement/{}/{}/{}/{}", run.period.to_string(), principal_number.value, partner->number.value, first.currency.code())};
  draft.effective = run.on;
  draft.postings = postings_of(posted, open, principal_number, partner->number);
  draft.fact = codec_.encode(posted);
  TRY_STATUS(run.writer.append(std::move(draft)));
  ++run.pairs;
  return {};
}

Result<ledger::Receipt> Rules::apply(PeriodSettled fact, const Case& on) {
  TRY_STATUS(check_may_settle(fact, on.writer));
  const Date day = fact.on.value_or(on.writer.now().date());
  if (day <= fact.period.last_day()) {
    return refuse(Code::date_out_of_range, fmt::format("{} cannot be settled on {}, before it ended", fact.period.to_string(), day.to_string()));
  }
  std::optional<Date> pay_on;
  if (const auto calendar = calendar_for(on.writer.database(), fact.period)) {
    TRY(const PeriodDates dates, dates_of(*calendar, fact.period));
    pay_on = dates.pay_on;
  }
  Run run{fact.period, day, pay_on, on.writer, PairTermsBook(fact.period.last_day(), program_, on.writer)};
  // They come ordered by pair and currency: a settlement is one run of equal ones.
  const std::vector<Invoice> open = invoices_to_settle(on.writer.database(), fact.period);
  const auto pair_of = [](const Invoice& invoice) {
    return std::tuple(std::min(invoice.issuer, invoice.recipient), std::max(invoice.issuer, invoice.recipient), invoice.currency);
  };
  for (auto first = open.begin(); first != open.end();) {
    const auto end = std::find_if(first, open.end(), [&](const Invoice& invoice) { return pair_of(invoice) != pair_of(*first); });
    TRY_STATUS(settle_pair({first, end}, run));
    first = end;
  }
  fact.pairs = run.pairs;
  ledger::Draft draft;
  draft.id = on.submission.id;
  draft.effective = day;
  draft.fact = codec_.encode(fact);
  return on.writer.append(std::move(draft));
}

}  // namespace quits::settlement
