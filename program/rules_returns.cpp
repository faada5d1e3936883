// What goes back of sales and of customers' payments: refunds, reversals, contracts that end early (R3 of docs/rating.md).
#include <fmt/core.h>

#include <algorithm>

#include "base/money.h"
#include "program/rules.h"
#include "program/shares.h"

namespace quits::program {
namespace {

// Items that a plan has rated, so that it may have moved a window's volume and used limits.
bool is_rated(ledger::Reason reason) {
  return reason == ledger::Reason::commission || reason == ledger::Reason::override || reason == ledger::Reason::paid;
}

// The version whose terms round: of a share the seller's, of what the seller bears the one that the override is paid under.
Sequence rating_version(const ledger::Item& sold) {
  if (!sold.trace.more.is_edited()) return sold.key.version;
  const ledger::TraceMore& more = sold.trace.more.get();
  if (more.split) return more.split->version;
  return more.override && more.override->earner ? more.override->version : sold.key.version;
}

// What restatements changed of an item goes back with it: how much of `rated`, which no volume goes with. Only commissions
// that nobody shares are restated.
Result<std::int64_t> give_back_restated(const StandingItem& standing, SaleState state, Decimal refund, Rounding rounding, Rated& rated) {
  if (!standing.restatement) return std::int64_t{0};
  const std::int64_t booked = standing.item.amount_minor;
  const std::int64_t returned = rated.amount_minor;
  state.true_up_minor = standing.item.trace.true_up_minor;
  TRY(state.booked_minor, to_minor(int128{booked} + standing.difference_minor, 1, rounding));
  TRY(state.returned_minor, returned_of(state, rounding));
  TRY(rated, rate_refund(state, refund, rounding));
  rated.trace.more.edit().restatement = {standing.restatement, booked, state.booked_minor};
  return to_minor(int128{rated.amount_minor} - returned, 1, rounding);
}

}  // namespace

std::vector<Decimal> Rules::clawed_back(const ledger::Record& sale, const Case& on) {
  std::vector<Decimal> clawed(sale.items.size());
  if (sale.kind() != kind::sale) return clawed;
  const Sequence cancelled_by = register_.sale_courses.of(sale.sequence).cancelled_by;
  if (!cancelled_by) return clawed;
  const ledger::Record cancellation = on.writer.read(cancelled_by);
  for (std::size_t i = 0; i < clawed.size() && i < cancellation.items.size(); ++i) {
    clawed[i] = cancellation.items[i].base.negated().value_or(Decimal());
  }
  return clawed;
}

Result<std::vector<ledger::Item>> Rules::rate_returns(const ledger::Record& sold, Decimal refund, Date day, const Case& on) {
  return rate_returns(sold, std::vector<Decimal>(sold.items.size(), refund), day, on);
}

Result<std::vector<ledger::Item>> Rules::rate_returns(const ledger::Record& sold, const std::vector<Decimal>& refunds, Date day,
                                                      const Case& on) {
  std::vector<ledger::Item> items;
  items.reserve(sold.items.size());
  TRY_STATUS(add_returns(sold, refunds, day, items, on));
  return items;
}

Status Rules::add_returns(const ledger::Record& sold, const std::vector<Decimal>& refunds, Date day, std::vector<ledger::Item>& items,
                          const Case& on) {
  const Decimal given = register_.corrections.given_back(sold.sequence).volume;
  const std::vector<Decimal> clawed = clawed_back(sold, on);
  const auto standing = standing_items(sold, register_.restated, [&](Sequence entry) { return on.writer.read(entry); });
  std::vector<ledger::Item> all;
  all.reserve(standing.size());
  for (const StandingItem& one : standing) all.push_back(one.item);
  const std::size_t first = items.size();
  for (std::size_t at = 0; at < all.size(); at = items.size() - first) {
    // What a restatement has added goes back as the entry's first item does.
    const std::size_t own = at < refunds.size() ? at : 0;
    SaleState state;
    state.sequence = sold.sequence;
    state.amount = all[at].base;
    TRY(state.refunded, given.plus(clawed[own]));
    const auto group = std::span<const ledger::Item>(all).subspan(at, group_size(all, at));
    TRY_STATUS(return_group_of(group, standing[at], state, refunds[own], day, items, on));
  }
  return {};
}

Status Rules::return_group_of(std::span<const ledger::Item> group, const StandingItem& standing, const SaleState& state,
                              Decimal refund, Date day, std::vector<ledger::Item>& items, const Case& on) {
  const ledger::Item& sold = group.front();
  const Terms& terms = terms_of(rating_version(sold), on.writer);
  TRY(GroupReturn back, return_group(group, state, refund, terms.rounding));
  Rated& own = back.items.front();
  TRY(const std::int64_t of_restated, give_back_restated(standing, state, refund, terms.rounding, own));
  const CommissionPlan* plan = is_rated(sold.trace.reason) ? plan_named(terms, sold.key.term) : nullptr;
  if (!sold.trace.limits.empty() && plan != nullptr) {
    TRY(const Decimal refunded, state.refunded.plus(refund));
    TRY_STATUS(return_limits(sold.trace, *plan, sold.base, state.refunded, refunded, back.whole_minor, terms.rounding, own.trace));
  }
  // While the sale's window is open its volume leaves it; afterwards only the sale's own share goes back.
  if (plan != nullptr && sold.trace.window) {
    const Date window = *sold.trace.window;
    const auto end = window_end(*plan, window);
    const auto open = on.writer.oldest_open();
    if (!end || !open || *open <= Period::of(*end)) {
      const AgreementVersion* version = register_.agreements.proposed_in(sold.key.version);
      if (version == nullptr) return refuse(Code::unknown_version, "the sale's agreement is not in the register");
      std::size_t index = 0;
      TRY(auto segments, segments_of(plan->name, version->sequence, register_.agreements.versions(version->agreement), window, index, on.writer));
      // Another payment of the same sale may have left the window with this very entry; its terms are the same version's.
      for (const ledger::Item& before : items) {
        if (before.trace.window != sold.trace.window || before.key.version != sold.key.version || before.key.term != sold.key.term) continue;
        TRY(const Decimal step, before.trace.volume_after.minus(before.trace.volume_before));
        TRY(segments[index].volume, segments[index].volume.plus(step));
      }
      TRY(const Decimal moved, sold.trace.volume_after.minus(sold.trace.volume_before));
      TRY(const Decimal share, share_of_volume(moved, sold.base, state.refunded, refund));
      TRY(const Decimal leaving, share.negated());
      TRY(Rated movement, rate_movement(segments, index, leaving, window, terms.currency, terms.rounding));
      // The window knows nothing of what was restated.
      TRY(movement.amount_minor, to_minor(int128{movement.amount_minor} + of_restated, 1, terms.rounding));
      // What the others return is part of it; the rest, and what other sales change by, is the seller's.
      for (std::size_t i = 1; i < back.items.size(); ++i) movement.amount_minor -= back.items[i].amount_minor;
      TRY(own, add_true_up(std::move(own), movement));
    }
  }
  for (std::size_t i = 0; i < group.size(); ++i) {
    ledger::Item item;
    item.key = group[i].key;
    TRY(item.base, refund.negated());
    item.amount_minor = back.items[i].amount_minor;
    item.trace = std::move(back.items[i].trace);
    if (group[i].trace.more.is_edited()) {
      const ledger::TraceMore& was = group[i].trace.more.get();
      if (was.split) {
        item.trace.more.edit().split = was.split;
        item.trace.more.edit().split->whole_minor = back.whole_minor;
      }
      if (was.override) item.trace.more.edit().override = was.override;
      if (was.payment) item.trace.more.edit().payment = was.payment;
      if (!was.level.empty()) item.trace.more.edit().level = was.level;
    }
    // What is still held is lowered where it will be due; what has matured is never held again.
    if (group[i].trace.matures && day < *group[i].trace.matures) item.trace.matures = group[i].trace.matures;
    items.push_back(std::move(item));
  }
  return {};
}

// A refund is reversed by giving its volume to the sale again; a sale or a payment by giving back what is left of it; the
// end of a contract by giving back what it took.
Result<std::vector<ledger::Item>> Rules::reverse_sold(const ledger::Record& target, Date day, const Case& on) {
  const auto kind = target.kind();
  const bool is_sale = kind == kind::sale || kind == kind::credit;
  const ledger::Record sale = is_sale ? target : on.writer.read(target.relates_to);
  if (!is_sale && register_.corrections.given_back(sale.sequence).reversed_by) {
    return refuse(Code::already_reversed, fmt::format("the sale of this {} was reversed as a whole", name_of(kind)));
  }
  std::vector<Decimal> backs;
  if (kind == kind::refund || kind == kind::contract_cancelled) {
    for (std::size_t i = 0; i < sale.items.size() && i < target.items.size(); ++i) backs.push_back(target.items[i].base);
    TRY(auto items, rate_returns(sale, backs, day, on));
    for (std::size_t i = 0; kind == kind::contract_cancelled && i < items.size(); ++i) {
      items[i].trace.more.edit().clawback = target.items[i].trace.more->clawback;
    }
    // A refund has taken back of payments too, behind the sale's own items.
    Sequence before;
    for (std::size_t i = sale.items.size(); i < target.items.size(); ++i) {
      const Sequence payment = target.items[i].trace.of;
      if (payment == before) continue;
      before = payment;
      if (register_.corrections.given_back(payment).reversed_by) continue;  // it was never paid
      const ledger::Record paid = on.writer.read(payment);
      TRY_STATUS(add_returns(paid, std::vector<Decimal>(paid.items.size(), target.items[i].base), day, items, on));
    }
    return items;
  }
  const Decimal whole = target.items.front().base;
  // What was given away has no amount, and may have counted in units or gross all the same.
  const bool only_counted = whole.is_zero() && std::any_of(target.items.begin(), target.items.end(), [](const ledger::Item& item) {
    return item.amount_minor != 0 || item.trace.volume_after != item.trace.volume_before;
  });
  TRY(const Decimal rest, whole.minus(register_.corrections.given_back(target.sequence).volume));
  for (const Decimal clawed : clawed_back(target, on)) {
    TRY(const Decimal back, rest.minus(clawed));
    backs.push_back(back);
  }
  const bool has_rest = std::any_of(backs.begin(), backs.end(), [](Decimal back) { return !back.is_zero(); });
  if (!has_rest && !only_counted) {
    if (whole.is_zero()) return std::vector<ledger::Item>();
    return refuse(Code::already_reversed, fmt::format("the {} was given back in full already", name_of(kind)));
  }
  TRY(auto items, rate_returns(target, backs, day, on));
  if (const SaleCourse course = is_sale ? register_.sale_courses.of(target.sequence) : SaleCourse(); course.paid > Decimal()) {
    TRY_STATUS(return_payments(target.sequence, course.paid, day, items, on));
  }
  return items;
}

}  // namespace quits::program
