#include "cli/calculation.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include "base/money.h"
#include "cli/band_text.h"
#include "cli/calculation_restatement.h"
#include "cli/calculation_services.h"
#include "cli/calculation_shares.h"
#include "cli/table.h"
#include "cli/views.h"
#include "program/guarantees.h"
#include "program/level_book.h"
#include "settlement/describe.h"

namespace quits::cli {
namespace {

class Calculation {
 public:
  Calculation(const ledger::Record& record, const ledger::Item& item, Names& names)
      : record_(record),
        item_(item),
        trace_(item.trace),
        names_(names),
        currency_(item.key.currency) {}

  v1::ExplainedItem take();

 private:
  void level();
  void commission();
  void bands();
  void limits();
  void held();
  void recurring_ended();
  void rounding_of(std::int64_t change);
  void no_plan();
  void give_back();
  void mirror();
  void adjustment();
  void covered_by(const program::CommissionPlan& plan);
  bool is_chargeback();

  void say(std::string text, std::string amount = {}) {
    v1::StepView& step = *view_.add_step();
    step.set_text(std::move(text));
    step.set_amount(std::move(amount));
  }
  void say(std::string text, std::int64_t minor) {
    say(std::move(text), amount_text(minor, currency_));
  }
  void say(std::string text, Decimal volume) {
    say(std::move(text), volume_text(volume, currency_));
  }
  void say_steps(std::vector<SharedStep> steps) {
    for (SharedStep& step : steps) say(std::move(step.text), std::move(step.amount));
  }
  std::string volume(Decimal number) const { return grouped(volume_text(number, currency_)); }
  // A volume of the plan: money or units.
  std::string counted(Decimal number) const { return counted_text(number, trace_.base, currency_); }
  std::int64_t before_limits() const;
  std::string money(std::int64_t minor) const {
    return Money(minor, currency_).to_grouped_string();
  }
  std::string headline();
  std::string why_nothing() const;
  std::string_view rounding_words();
  const program::Terms* terms() { return names_.terms(item_.key.version); }

  const ledger::Record& record_;
  const ledger::Item& item_;
  const ledger::Trace& trace_;
  Names& names_;
  Currency currency_;
  v1::ExplainedItem view_;
};

std::string what_it_is(const ledger::LineKey& key, const program::Terms* terms) {
  if (key.category == ledger::Category::commission) {
    if (terms != nullptr && program::is_guarantee(*terms, key.term)) return "guarantee " + key.term;
    const bool is_plan = terms == nullptr || program::plan_named(*terms, key.term) != nullptr;
    return (is_plan ? "commission, plan " : "commission, ") + key.term;
  }
  if (key.category == ledger::Category::other && !key.term.empty()) return key.term;
  std::string category(name_of(key.category));
  for (char& letter : category) {
    if (letter == '_') letter = ' ';
  }
  return key.term.empty() || key.term == category ? category : category + ", " + key.term;
}

std::string Calculation::why_nothing() const {
  switch (trace_.reason) {
    case ledger::Reason::recurring_ended:
      return "the time for which plan " + item_.key.term + " pays for this customer is over";
    case ledger::Reason::awaits_payment:
      return "plan " + item_.key.term + " pays when the customer does";
    case ledger::Reason::paid:
      return "no plan waited for this payment";
    default:
      return item_.key.term.empty() ? "no plan covers this sale" : "nothing was earned yet by plan " + item_.key.term;
  }
}

std::string Calculation::headline() {
  const std::string& creditor = names_.party(item_.key.creditor);
  const std::string& debtor = names_.party(item_.key.debtor);
  std::string text;
  if (item_.key.billing == ledger::Billing::nothing_due) {
    const bool is_sale = item_.key.category == ledger::Category::commission && trace_.reason != ledger::Reason::guarantee;
    return fmt::format("Nothing is due between {} and {}: {}", creditor, debtor,
                       !is_sale ? what_it_is(item_.key, terms()) : why_nothing());
  }
  if (item_.amount_minor < 0) {
    text = fmt::format("{} earns {} {} less from {}", creditor, money(item_.amount_minor).substr(1),
                       currency_.code(), debtor);
  } else {
    text = fmt::format("{} earns {} {} from {}", creditor, money(item_.amount_minor),
                       currency_.code(), debtor);
  }
  text += ": " + what_it_is(item_.key, terms());
  if (item_.key.billing == ledger::Billing::statement_only) {
    text += " (shown on the statement, never invoiced)";
  }
  return text;
}

std::string_view Calculation::rounding_words() {
  const program::Terms* known = terms();
  return known != nullptr && known->rounding == Rounding::half_even
             ? "rounded, half to even"
             : "rounded, half away from zero";
}

std::string words_of(const program::Coverage& covers) {
  std::vector<std::string> parts;
  const auto add = [&](std::string_view what, const std::vector<std::string>& list) {
    constexpr std::size_t kShown = 8;
    if (list.empty()) return;
    const std::vector<std::string> first(
        list.begin(), list.begin() + static_cast<std::ptrdiff_t>(std::min(kShown, list.size())));
    parts.push_back(
        fmt::format("{} {}{}", what, fmt::join(first, ", "),
                    list.size() > kShown ? fmt::format(" and {} more", list.size() - kShown) : ""));
  };
  add("products", covers.products);
  add("product groups", covers.product_groups);
  add("segments", covers.segments);
  add("regions", covers.regions);
  add("levels", covers.levels);
  if (parts.empty()) parts.emplace_back("every sale");
  add("not products", covers.except_products);
  add("not product groups", covers.except_product_groups);
  return fmt::format("{}", fmt::join(parts, "; "));
}

void Calculation::covered_by(const program::CommissionPlan& plan) {
  say(fmt::format("Plan {} covers {}", plan.name, words_of(plan.covers)));
}

// What FROM_HERE gave: it has no total to compare with.
std::int64_t Calculation::before_limits() const {
  const auto& split = trace_.more->split;
  std::int64_t sum = split ? split->whole_minor : item_.amount_minor - trace_.true_up_minor;
  for (const ledger::LimitEffect& effect : trace_.limits) sum += effect.wanted_minor - effect.allowed_minor;
  return sum;
}

void Calculation::bands() {
  int128 exact = 0;
  for (const ledger::BandPart& part : trace_.parts) {
    const int128 worth = worth_of(trace_, part);
    exact += worth;
    say(part_words(trace_, part, currency_), exact_text(worth, currency_));
  }
  const std::string sum = exact_text(exact, currency_);
  const bool is_from_here = trace_.rule == ledger::Rule::from_here;
  const std::int64_t change = is_from_here ? before_limits() : trace_.due_after_minor - trace_.due_before_minor;
  if (trace_.parts.size() > 1) say(total_words(trace_, exact, currency_), sum);
  if (sum != amount_text(change, currency_)) rounding_of(change);
}

void Calculation::rounding_of(std::int64_t change) {
  if (!trace_.window || trace_.rule == ledger::Rule::from_here) return say(fmt::format("{}", rounding_words()), change);
  say(fmt::format("On the whole volume of {}, {}", grouped(counted(trace_.volume_after)), rounding_words()),
      trace_.due_after_minor);
  say(fmt::format("Less what it gave on {}", grouped(counted(trace_.volume_before))),
      -trace_.due_before_minor);
  say("What this entry adds", change);
}

// The review or grant that a sale found: the newest one recorded before it.
void Calculation::level() {
  if (trace_.more->level.empty() || trace_.of) return;
  std::string why = "where every partner begins";
  if (const auto* version = names_.version(item_.key.version)) {
    auto history = program::level_history(names_.book().database(), version->agreement);
    std::erase_if(history, [&](const program::LevelChange& change) { return change.known_since > record_.sequence; });
    if (const auto* change = program::change_on(history, record_.effective)) {
      why = fmt::format("{} {}, entry {}", change->why == program::LevelWhy::granted ? "granted from" : "reviewed",
                        change->from.to_string(), change->sequence.value);
    }
  }
  say(fmt::format("Level {} on {} ({})", trace_.more->level, record_.effective.to_string(), why));
}

void Calculation::commission() {
  if (const program::Terms* known = terms()) {
    if (const auto* plan = program::plan_named(*known, item_.key.term)) covered_by(*plan);
  }
  if (trace_.base == ledger::Base::gross) say("It counts gross amounts");
  if (trace_.base == ledger::Base::units) say("It counts units");
  if (trace_.window) {
    say(fmt::format("Volume under this plan since {}, before", trace_.window->to_string()),
        counted(trace_.volume_before));
    say("This entry's volume", counted(trace_.volume_after.minus(trace_.volume_before).value_or(Decimal())));
    say("Volume after", counted(trace_.volume_after));
  }
  bands();
  if (trace_.true_up_minor != 0) {
    say("Later versions rate their own sales on top: the moved volume changes those by",
        trace_.true_up_minor);
  }
  if (trace_.window && trace_.true_up_minor == 0 && trace_.rule != ledger::Rule::from_here) {
    say(fmt::format("Due in all since {}", trace_.window->to_string()), trace_.due_after_minor);
  }
  limits();
  held();
}

void Calculation::limits() {
  for (const ledger::LimitEffect& effect : trace_.limits) {
    std::string where = fmt::format("{} {} per {}", effect.is_floor ? "At least" : "At most", money(effect.bound_minor),
                                    name_of(effect.scope));
    if (!effect.customer.empty()) where += fmt::format(", customer {}", effect.customer);
    if (effect.window) where += fmt::format(", since {}", effect.window->to_string());
    const bool is_topped_up = effect.is_floor && effect.scope != ledger::LimitScope::sale;
    if (is_topped_up) {
      where += fmt::format(", topped up at its end: {} paid before", money(effect.used_before_minor));
      if (effect.allowed_minor < effect.wanted_minor) where += "; this counts against what was topped up";
    } else if (effect.scope != ledger::LimitScope::sale) {
      where += fmt::format(": {} used before", money(effect.used_before_minor));
    }
    if (item_.base.is_negative()) where += "; what is taken off is not limited";
    say(std::move(where), effect.allowed_minor);
  }
}

void Calculation::held() {
  if (!trace_.matures) return;
  say(fmt::format("Held until {}: billed in {}", trace_.matures->to_string(), record_.period.to_string()));
}

void Calculation::recurring_ended() {
  const program::Terms* known = terms();
  const program::CommissionPlan* plan = known == nullptr ? nullptr : program::plan_named(*known, item_.key.term);
  if (plan == nullptr || !plan->recurring_months || !trace_.customer_since) return;
  covered_by(*plan);
  say(fmt::format("The customer's first sale under it was on {}", trace_.customer_since->to_string()));
  say(*plan->recurring_months == 0 ? "The plan pays for a customer's first sale only"
                                   : fmt::format("The plan pays for {} months from then on", *plan->recurring_months));
}

void Calculation::no_plan() {
  const program::Terms* known = terms();
  if (known == nullptr) return;
  if (known->plans.empty()) say("The version has no commission plan");
  for (const program::CommissionPlan& plan : known->plans) covered_by(plan);
}

void Calculation::give_back() {
  const Decimal now = item_.base.negated().value_or(Decimal());
  const Decimal in_all = trace_.refunded_before.plus(now).value_or(Decimal());
  const std::int64_t share = trace_.returned_before_minor - trace_.returned_minor;
  const bool again = now.is_negative() != trace_.sale.is_negative() && !now.is_zero();
  say(fmt::format("Entry {}, of {}, had booked", trace_.of.value, volume(trace_.sale)),
      trace_.booked_minor);
  if (trace_.more->restatement) say(restated_words(trace_, currency_));
  if (!trace_.refunded_before.is_zero()) say("Given back before", trace_.refunded_before);
  say(again ? "No longer given back" : "Given back now", now);
  if (trace_.more->split) {
    say_steps(steps_of_shared_return(item_, in_all, names_));
  } else {
    say(fmt::format("Share given back in all: {} x {} / {}, {}", money(trace_.booked_minor), volume(in_all),
                    volume(trace_.sale), rounding_words()),
        share);
  }
  if (trace_.returned_before_minor != 0)
    say("Less what was returned before", -trace_.returned_before_minor);
  say(again ? "Earned again" : "Returned now", trace_.returned_minor);
  for (const ledger::LimitEffect& effect : trace_.limits) {
    if (effect.room_minor == 0) continue;
    say(fmt::format("Room given back to the limit of {} per {}", money(effect.bound_minor), name_of(effect.scope)),
        -effect.room_minor);
  }
  held();
  if (!trace_.window) return;
  say(fmt::format("Its volume leaves the plan's volume since {}: from {} to {}",
                  trace_.window->to_string(), grouped(counted(trace_.volume_before)),
                  grouped(counted(trace_.volume_after))));
  if (trace_.true_up_minor == 0) return;
  if (trace_.rule == ledger::Rule::from_here) {
    return say("Later versions rate their own sales on top: what this changes beyond the share above", trace_.true_up_minor);
  }
  say(fmt::format("The plan then gives {} instead of {}: what this changes beyond the share above",
                  money(trace_.due_after_minor), money(trace_.due_before_minor)),
      trace_.true_up_minor);
}

void Calculation::mirror() {
  say(fmt::format("Entry {} had booked", trace_.of.value), trace_.booked_minor);
  if (trace_.more->restatement) say(restated_words(trace_, currency_));
  say("Taken back", trace_.returned_minor);
}

void Calculation::adjustment() {
  if (!record_.relates_to) return;
  if (record_.kind() == program::kind::dispute_resolved) {
    say(fmt::format("Given back, net of tax: {} upheld the dispute of entry {}", record_.actor,
                    record_.relates_to.value));
    return;
  }
  const ledger::Record proposed = names_.book().read(record_.relates_to);
  const program::Fact fact = names_.fact_of(proposed);
  if (const auto* known = std::get_if<program::Adjustment>(&fact)) {
    say(fmt::format("Proposed by {} in entry {}: {}", proposed.actor, proposed.sequence.value,
                    known->reason));
  }
  say(fmt::format("Approved by {}", record_.actor));
}

bool Calculation::is_chargeback() {
  if (record_.kind() != program::kind::refund) return false;
  const program::Fact fact = names_.fact_of(record_);
  return std::get<program::Refund>(fact).kind == program::RefundKind::chargeback;
}

v1::ExplainedItem Calculation::take() {
  *view_.mutable_item() = view_of(item_, names_);
  view_.set_headline(headline());
  if (const auto* version = names_.version(item_.key.version)) {
    const program::Terms* known = terms();
    const std::string title =
        known == nullptr || known->title.empty() ? "" : fmt::format(", \"{}\"", known->title);
    say(fmt::format("Agreement {}, version {}, from {}{}", version->agreement, version->version,
                    version->effective_from.to_string(), title));
  }
  level();
  if (is_chargeback()) say("The customer's bank took the payment back: a chargeback");
  if (trace_.more.is_edited()) say_steps(steps_of_origin(item_, names_));
  switch (trace_.reason) {
    case ledger::Reason::paid:
      if (item_.key.billing == ledger::Billing::invoiced) commission();
      break;
    case ledger::Reason::override:
    case ledger::Reason::commission:
      commission();
      break;
    case ledger::Reason::no_plan:
      no_plan();
      break;
    case ledger::Reason::recurring_ended:
      recurring_ended();
      break;
    case ledger::Reason::price:
    case ledger::Reason::cancellation:
    case ledger::Reason::floor:
    case ledger::Reason::guarantee:
    case ledger::Reason::fund:
      for (Step& step : service_steps(record_, item_, terms())) say(std::move(step.text), std::move(step.amount));
      break;
    case ledger::Reason::fee:
      say("The recurring fee of the period", item_.amount_minor);
      break;
    case ledger::Reason::value:
      say("The value that was reported", item_.amount_minor);
      break;
    case ledger::Reason::adjustment:
      adjustment();
      break;
    case ledger::Reason::refund:
    case ledger::Reason::clawback:
      give_back();
      break;
    case ledger::Reason::reversal:
      trace_.sale.is_zero() ? mirror() : give_back();
      break;
    case ledger::Reason::restatement:
      for (const RestatementStep& step : restatement_steps(record_, item_, names_)) {
        step.amount_minor ? say(step.text, *step.amount_minor) : say(step.text);
      }
      break;
    case ledger::Reason::awaits_payment:
    case ledger::Reason::override_borne:
    case ledger::Reason::split:
    case ledger::Reason::none:
      break;
  }
  if (trace_.more.is_edited()) say_steps(steps_of_shares(item_, names_));
  say("Booked", item_.amount_minor);
  return std::move(view_);
}

}  // namespace

v1::ExplainedItem explain(const ledger::Record& record, const ledger::Item& item, Names& names) {
  return Calculation(record, item, names).take();
}

}  // namespace quits::cli
