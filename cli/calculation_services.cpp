#include "cli/calculation_services.h"

#include <fmt/core.h>

#include "base/money.h"
#include "cli/band_text.h"
#include "cli/table.h"
#include "cli/views.h"
#include "program/funds.h"
#include "program/prices.h"
#include "program/terms_words.h"

namespace quits::cli {
namespace {

class Services {
 public:
  Services(const ledger::Record& record, const ledger::Item& item, const program::Terms* terms)
      : record_(record), item_(item), trace_(item.trace), terms_(terms), currency_(item.key.currency) {}

  std::vector<Step> take() {
    switch (trace_.reason) {
      case ledger::Reason::price: price(item_.key.term, record_.effective, item_.amount_minor); break;
      case ledger::Reason::cancellation: cancellation(); break;
      case ledger::Reason::floor: floor(); break;
      case ledger::Reason::guarantee: guarantee(); break;
      case ledger::Reason::fund: fund(); break;
      default: break;
    }
    return std::move(steps_);
  }

 private:
  void say(std::string text) { steps_.push_back({std::move(text), {}}); }
  void say(std::string text, std::int64_t minor) { steps_.push_back({std::move(text), amount_text(minor, currency_)}); }
  std::string money(std::int64_t minor) const { return Money(minor, currency_).to_grouped_string(); }
  std::string_view rounding() const {
    return terms_ != nullptr && terms_->rounding == Rounding::half_even ? "Rounded, half to even" : "Rounded, half away from zero";
  }

  void price(std::string_view term, Date day, std::int64_t booked_minor);
  void volume_price(std::int64_t booked_minor);
  void cancellation();
  void floor();
  void guarantee();
  void fund();

  const ledger::Record& record_;
  const ledger::Item& item_;
  const ledger::Trace& trace_;
  const program::Terms* terms_;
  Currency currency_;
  std::vector<Step> steps_;
};

void Services::price(std::string_view term, Date day, std::int64_t booked_minor) {
  if (!trace_.parts.empty()) return volume_price(booked_minor);
  const program::Price* price = terms_ == nullptr ? nullptr : program::price_on(*terms_, term, day);
  const bool is_whole = price != nullptr && price->per_delivery;
  if (price != nullptr && (price->valid_from || price->valid_until)) {
    say(fmt::format("The price of {}{}{}", day.to_string(), price->valid_from ? ", valid from " + price->valid_from->to_string() : "",
                    price->valid_until ? ", valid until " + price->valid_until->to_string() : ""));
  }
  const std::string unit = price == nullptr || price->unit.empty() || is_whole ? "" : " per " + price->unit;
  const int128 quantity = is_whole ? int128{Decimal::kMillionthsPerUnit} : int128{item_.quantity.millionths()};
  const std::string exact = exact_text(int128{trace_.unit_price.millionths()} * quantity, currency_);
  const std::string unit_price = grouped(volume_text(trace_.unit_price, currency_));
  steps_.push_back({is_whole ? fmt::format("One price for the delivery, with {} units", grouped(item_.quantity.to_string()))
                             : fmt::format("{} x {}{}", grouped(item_.quantity.to_string()), unit_price, unit),
                    exact});
  if (exact != amount_text(booked_minor, currency_)) say(std::string(rounding()), booked_minor);
}

void Services::volume_price(std::int64_t booked_minor) {
  const auto units = [](Decimal number) { return grouped(number.to_string()); };
  if (trace_.window) {
    const Decimal moved = trace_.volume_after.minus(trace_.volume_before).value_or(Decimal());
    say(fmt::format("Units ordered since {}: {} before, {} now, {} after", trace_.window->to_string(), units(trace_.volume_before), units(moved),
                    units(trace_.volume_after)));
  }
  int128 exact = 0;
  for (const ledger::BandPart& part : trace_.parts) {
    const int128 worth = worth_of(trace_, part);
    exact += worth;
    steps_.push_back({part_words(trace_, part, currency_), exact_text(worth, currency_)});
  }
  if (trace_.parts.size() > 1) steps_.push_back({"Together", exact_text(exact, currency_)});
  const std::int64_t own = booked_minor - trace_.true_up_minor;
  if (exact_text(exact, currency_) != amount_text(own, currency_)) {
    const bool is_total = trace_.window && trace_.rule != ledger::Rule::from_here;
    if (is_total) {
      say(fmt::format("{} units cost", units(trace_.volume_after)), trace_.due_after_minor);
      say(fmt::format("Less what {} units cost", units(trace_.volume_before)), -trace_.due_before_minor);
    }
    say(is_total ? "What this delivery adds" : std::string(rounding()), own);
  }
  if (trace_.true_up_minor != 0) say("Later versions price their own units on top: the moved units change those by", trace_.true_up_minor);
}

void Services::cancellation() {
  const auto& cancelled = trace_.more->cancellation;
  if (!cancelled) return;
  const std::string_view item = program::item_cancelled(item_.key.term);
  price(item, cancelled->planned, cancelled->price_minor);
  say(fmt::format("Planned on {}, cancelled on {}: {} before", cancelled->planned.to_string(), record_.effective.to_string(),
                  program::words_of_days(cancelled->days_before)));
  const program::Price* price = terms_ == nullptr ? nullptr : program::price_on(*terms_, item, cancelled->planned);
  if (price != nullptr && price->cancellation.empty()) return say("The price has no cancellation schedule: nothing is due");
  std::string schedule;
  for (const program::CancellationStep& step : price == nullptr ? std::vector<program::CancellationStep>() : price->cancellation) {
    schedule += fmt::format("{}{} from {} before", schedule.empty() ? "" : ", ", step.due.to_percent_string(), program::words_of_days(step.days_before));
  }
  if (!schedule.empty()) say("Due when cancelled: " + schedule + "; nothing earlier");
  if (cancelled->due.is_zero()) return say("Nothing is due");
  say(fmt::format("{} of {}", cancelled->due.to_percent_string(), money(cancelled->price_minor)), item_.amount_minor);
}

void Services::floor() {
  const auto& floor = trace_.more->guarantee;
  if (!floor) return;
  const ledger::LimitEffect* own = nullptr;
  for (const ledger::LimitEffect& effect : trace_.limits) {
    if (effect.is_floor && effect.wanted_minor == 0) own = &effect;
  }
  const std::string who = own == nullptr || own->customer.empty() ? "" : fmt::format(" for customer {}", own->customer);
  say(fmt::format("At least{}{}, since {}", own == nullptr ? "" : fmt::format(" per {}", name_of(own->scope)), who, floor->window.to_string()),
      floor->guaranteed_minor);
  say("Less what the plan paid within it", -floor->earned_minor);
  for (const ledger::LimitEffect& effect : trace_.limits) {
    if (effect.is_floor || effect.allowed_minor == effect.wanted_minor) continue;
    say(fmt::format("At most {} per {}: {} used before", money(effect.bound_minor), name_of(effect.scope), money(effect.used_before_minor)),
        effect.allowed_minor);
  }
}

void Services::guarantee() {
  const auto& settled = trace_.more->guarantee;
  if (!settled) return;
  say(fmt::format("Guaranteed from {} to {}", settled->window.to_string(), record_.effective.to_string()), settled->guaranteed_minor);
  say("Commissions posted in that time", settled->earned_minor);
  if (item_.amount_minor > 0) {
    say(fmt::format("Topped up: {} less {}", money(settled->guaranteed_minor), money(settled->earned_minor)), item_.amount_minor);
  }
  if (settled->outstanding_before_minor != 0) say("A draw: advanced before, and not recovered yet", settled->outstanding_before_minor);
  if (item_.amount_minor < 0) {
    say(fmt::format("Recovered of it: the smaller of {} and {} less {}", money(settled->outstanding_before_minor), money(settled->earned_minor),
                    money(settled->guaranteed_minor)),
        item_.amount_minor);
  }
  if (item_.amount_minor == 0) say("The commissions reach it, and nothing is to be recovered: nothing is due");
  if (settled->outstanding_after_minor != 0) say("Still to be recovered from later commissions", settled->outstanding_after_minor);
}

void Services::fund() {
  const auto& fund = trace_.more->fund;
  if (!fund) return;
  if (!fund->request) {
    say("What the activity will cost", fund->approved_minor);
    return say(fmt::format("The principal bears {} of what is claimed once a second person has approved it", fund->share.to_percent_string()));
  }
  const std::int64_t claimed = fund->claimed_before_minor + fund->claimed_minor;
  say(fmt::format("Approved of the request in entry {}", fund->request.value), fund->approved_minor);
  if (fund->claimed_before_minor != 0) say("Claimed before", fund->claimed_before_minor);
  say("Claimed now", fund->claimed_minor);
  if (fund->claimed_before_minor != 0) say("Claimed in all", claimed);
  const std::int64_t due = program::fund_share(claimed, fund->share).value_or(0);
  say(fmt::format("{} of {}, rounded half away from zero", fund->share.to_percent_string(), money(claimed)), due);
  if (due != item_.amount_minor) say("Less what was due before", item_.amount_minor - due);
}

}  // namespace

std::vector<Step> service_steps(const ledger::Record& record, const ledger::Item& item, const program::Terms* terms) {
  return Services(record, item, terms).take();
}

}  // namespace quits::cli
