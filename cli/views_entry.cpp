#include "cli/views_entry.h"

#include <fmt/core.h>

#include "base/failure.h"
#include "cli/band_text.h"
#include "cli/calculation_shares.h"
#include "cli/views.h"
#include "ledger/lines.h"
#include "program/parties.h"
#include "settlement/describe.h"

namespace quits::cli {
namespace {

std::string_view name_of_reason(ledger::Reason reason) {
  switch (reason) {
    case ledger::Reason::commission:
      return "commission";
    case ledger::Reason::no_plan:
      return "no_plan";
    case ledger::Reason::recurring_ended:
      return "recurring_ended";
    case ledger::Reason::refund:
      return "refund";
    case ledger::Reason::price:
      return "price";
    case ledger::Reason::fee:
      return "fee";
    case ledger::Reason::value:
      return "value";
    case ledger::Reason::adjustment:
      return "adjustment";
    case ledger::Reason::reversal:
      return "reversal";
    case ledger::Reason::awaits_payment:
      return "awaits_payment";
    case ledger::Reason::override:
      return "override";
    case ledger::Reason::override_borne:
      return "override_borne";
    case ledger::Reason::split:
      return "split";
    case ledger::Reason::paid:
      return "paid";
    case ledger::Reason::clawback:
      return "clawback";
    case ledger::Reason::cancellation:
      return "cancellation";
    case ledger::Reason::guarantee:
      return "guarantee";
    case ledger::Reason::floor:
      return "floor";
    case ledger::Reason::fund:
      return "fund";
    case ledger::Reason::restatement:
      return "restatement";
    case ledger::Reason::none:
      break;
  }
  return "none";
}

std::string_view name_of(ledger::Rule rule) {
  switch (rule) {
    case ledger::Rule::from_here:
      return "from_here";
    case ledger::Rule::interpolated:
      return "interpolated";
    case ledger::Rule::fixed_step:
      return "fixed_step";
    case ledger::Rule::flat:
    case ledger::Rule::marginal:
    case ledger::Rule::whole:
    case ledger::Rule::none:
      break;
  }
  return "";
}

void view_services(const ledger::Trace& trace, Currency currency, v1::TraceView& view) {
  const auto text = [&](std::int64_t minor) { return amount_text(minor, currency); };
  if (const auto& cancelled = trace.more->cancellation) {
    view.set_planned_on(cancelled->planned.to_string());
    view.set_days_before(cancelled->days_before);
    view.set_due_share(cancelled->due.to_percent_string());
    view.set_whole_price(text(cancelled->price_minor));
  }
  if (const auto& settled = trace.more->guarantee) {
    view.set_guaranteed_from(settled->window.to_string());
    view.set_guaranteed(text(settled->guaranteed_minor));
    view.set_earned(text(settled->earned_minor));
    view.set_outstanding_before(text(settled->outstanding_before_minor));
    view.set_outstanding_after(text(settled->outstanding_after_minor));
  }
  if (const auto& fund = trace.more->fund) {
    view.set_fund_request(fund->request.value);
    view.set_fund_approved(text(fund->approved_minor));
    view.set_fund_claimed_before(text(fund->claimed_before_minor));
    view.set_fund_claimed(text(fund->claimed_minor));
    view.set_fund_share(fund->share.to_percent_string());
  }
}

// What else decided: levels, limits, holds, a limited time.
void view_conditions(const ledger::Trace& trace, Currency currency, v1::TraceView& view) {
  const auto text = [&](std::int64_t minor) { return amount_text(minor, currency); };
  view.set_level(trace.more->level);
  view.set_customer(trace.more->customer);
  for (const ledger::LimitEffect& effect : trace.limits) {
    v1::LimitView& added = *view.add_limit();
    added.set_scope(std::string(name_of(effect.scope)));
    added.set_window_from(optional_date_text(effect.window));
    added.set_customer(effect.customer);
    added.set_kind(effect.is_floor ? "at_least" : "at_most");
    added.set_bound(text(effect.bound_minor));
    added.set_used_before(text(effect.used_before_minor));
    added.set_wanted(text(effect.wanted_minor));
    added.set_allowed(text(effect.allowed_minor));
  }
  view.set_matures_on(optional_date_text(trace.matures));
  if (trace.earned) view.set_earned_in(trace.earned->to_string());
  view.set_customer_since(optional_date_text(trace.customer_since));
}

v1::TraceView view_of(const ledger::Trace& trace, Currency currency) {
  v1::TraceView view;
  view.set_reason(std::string(name_of_reason(trace.reason)));
  view.set_window_from(optional_date_text(trace.window));
  const auto counted = [&](Decimal volume) { return counted_text(volume, trace.base, currency); };
  if (trace.rule != ledger::Rule::none) view.set_rule(std::string(name_of(trace.rule)));
  if (trace.base != ledger::Base::net) view.set_base(trace.base == ledger::Base::units ? "units" : "gross");
  if (!trace.parts.empty() || trace.window) {
    view.set_volume_before(counted(trace.volume_before));
    view.set_volume_after(counted(trace.volume_after));
    view.set_due_before(amount_text(trace.due_before_minor, currency));
    view.set_due_after(amount_text(trace.due_after_minor, currency));
  }
  for (const ledger::BandPart& part : trace.parts) {
    v1::BandPartView& added = *view.add_part();
    added.set_from(counted(part.from));
    if (program::pays_amounts(trace.rule, trace.base)) {
      added.set_band_amount(volume_text(part.amount, currency));
    } else {
      added.set_rate(part.rate.to_percent_string());
    }
    if (!part.width.is_zero()) added.set_width(counted(part.width));
    added.set_volume(counted(part.volume));
    added.set_amount(exact_text(worth_of(trace, part), currency));
  }
  view_services(trace, currency, view);
  view_conditions(trace, currency, view);
  if (trace.reason == ledger::Reason::price && trace.parts.empty()) {
    view.set_unit_price(volume_text(trace.unit_price, currency));
  }
  if (trace.of) {
    view.set_of_entry(trace.of.value);
    view.set_booked(amount_text(trace.booked_minor, currency));
    view.set_sale(volume_text(trace.sale, currency));
    view.set_refunded_before(volume_text(trace.refunded_before, currency));
    view.set_returned_before(amount_text(trace.returned_before_minor, currency));
    view.set_returned(amount_text(trace.returned_minor, currency));
  }
  if (const auto& restatement = trace.more->restatement) {
    view.set_restatement(restatement->restatement.value);
    view.set_restated_from(amount_text(restatement->booked_minor, currency));
    view.set_restated_to(amount_text(restatement->restated_minor, currency));
  }
  if (trace.true_up_minor != 0) view.set_true_up(amount_text(trace.true_up_minor, currency));
  return view;
}

}  // namespace

const std::string& Names::party(PartyNumber number) {
  const auto [place, added] = parties_.try_emplace(number.value);
  if (added) {
    const auto known = program::party_by_number(book_.database(), number);
    place->second = known ? known->key : fmt::format("party {}", number.value);
  }
  return place->second;
}

const program::AgreementVersion* Names::version(Sequence proposed_in) {
  const auto [place, added] = versions_.try_emplace(proposed_in.value);
  if (added && proposed_in) {
    place->second = program::version_by_sequence(book_.database(), proposed_in);
  }
  return place->second ? &*place->second : nullptr;
}

const program::Terms* Names::terms(Sequence proposed_in) {
  const auto [place, added] = terms_.try_emplace(proposed_in.value);
  if (added && version(proposed_in) != nullptr) {
    place->second = settlement::terms_in(book_, proposed_in, codec_);
  }
  return place->second ? &*place->second : nullptr;
}

const ledger::Line* Names::line(ledger::LineNumber number) {
  const auto [place, added] = lines_.try_emplace(number.value);
  if (added) place->second = ledger::line_of(book_.database(), number);
  return place->second ? &*place->second : nullptr;
}

void Names::complete(ledger::Record& record) {
  for (ledger::Item& item : record.items) {
    if (item.opens) continue;
    const ledger::Line* known = line(item.line);
    if (known == nullptr) {
      throw Failure(Code::corrupt, fmt::format("there is no statement line {}", item.line.value),
                    "run `quits verify`");
    }
    item.key = known->key;
  }
}

program::Fact Names::fact_of(const ledger::Record& record) {
  auto fact = codec_.decode(record.fact);
  if (!fact) {
    throw Failure(Code::corrupt,
                  fmt::format("the fact of entry {} cannot be read: {}", record.sequence.value,
                              fact.error().message),
                  "run `quits verify`");
  }
  return *std::move(fact);
}

v1::ItemView view_of(const ledger::Item& item, Names& names) {
  const Currency currency = item.key.currency;
  v1::ItemView view;
  view.set_line(item.line.value);
  view.set_creditor(names.party(item.key.creditor));
  view.set_debtor(names.party(item.key.debtor));
  view.set_category(std::string(name_of(item.key.category)));
  view.set_billing(std::string(name_of(item.key.billing)));
  view.set_term(item.key.term);
  if (const auto* version = names.version(item.key.version)) {
    view.set_agreement(version->agreement);
    view.set_version(version->version);
  }
  view.set_currency(std::string(currency.code()));
  view.set_amount(amount_text(item.amount_minor, currency));
  view.set_base(volume_text(item.base, currency));
  view.set_quantity(item.quantity.to_string());
  *view.mutable_trace() = view_of(item.trace, currency);
  if (item.trace.more.is_edited()) add_shares(item.trace.more.get(), currency, names, *view.mutable_trace());
  return view;
}

v1::EntryView view_of(const ledger::Record& record, Names& names) {
  v1::EntryView view;
  const program::Fact fact = names.fact_of(record);
  view.set_sequence(record.sequence.value);
  view.set_source(record.id.source);
  view.set_id(record.id.external_id);
  view.set_kind(std::string(program::name_of(record.kind())));
  view.set_summary(summary_of(record, fact, names));
  view.set_actor(record.actor);
  view.set_recorded_at(record.recorded.to_string());
  view.set_effective_on(record.effective.to_string());
  view.set_period(record.period.to_string());
  view.set_late(record.is_late());
  view.set_relates_to(record.relates_to.value);
  for (const ledger::Item& item : record.items) *view.add_item() = view_of(item, names);
  for (const ledger::Posting& posting : record.postings) {
    v1::PostingView& added = *view.add_posting();
    added.set_owner(names.party(posting.account.owner));
    added.set_counterparty(names.party(posting.account.counterparty));
    added.set_account(std::string(name_of(posting.account.kind)));
    added.set_currency(std::string(posting.account.currency.code()));
    added.set_amount(amount_text(posting.amount_minor, posting.account.currency));
  }
  program::to_message(fact, *view.mutable_fact());
  return view;
}

v1::LineView view_of(const ledger::Line& line, Names& names) {
  const Currency currency = line.key.currency;
  v1::LineView view;
  const program::Terms* terms = names.terms(line.key.version);
  view.set_line(line.number.value);
  view.set_description(settlement::description_of(line.key, terms));
  view.set_creditor(names.party(line.key.creditor));
  view.set_debtor(names.party(line.key.debtor));
  view.set_period(line.key.period.to_string());
  view.set_category(std::string(name_of(line.key.category)));
  view.set_billing(std::string(name_of(line.key.billing)));
  view.set_term(line.key.term);
  if (const auto* version = names.version(line.key.version)) {
    view.set_agreement(version->agreement);
    view.set_version(version->version);
  }
  if (terms != nullptr) view.set_title(terms->title);
  view.set_currency(std::string(currency.code()));
  view.set_entries(static_cast<std::uint64_t>(line.entries));
  view.set_quantity(line.quantity.to_string());
  if (const program::Price* price = settlement::price_of(line.key, terms)) {
    view.set_unit(price->unit);
    const auto unit_price = settlement::unit_price_of(line, terms);
    if (unit_price) view.set_unit_price(volume_text(*unit_price, currency));
  }
  view.set_base(volume_text(line.base, currency));
  view.set_amount(amount_text(line.amount_minor, currency));
  view.set_tax_category(std::string(name_of(line.key.tax_category)));
  if (!line.key.tax_rate.is_zero()) view.set_tax_rate(line.key.tax_rate.to_percent_string());
  return view;
}

}  // namespace quits::cli
