#include "program/terms_diff.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <utility>

#include "program/plan_words.h"
#include "program/terms_words.h"

namespace quits::program {
namespace {

constexpr std::size_t kNamesShown = 4;

// An empty text would read as "new" or "gone".
std::string or_none(std::string text) { return text.empty() ? "none" : text; }
std::string in_quotes(const std::string& text) {
  return text.empty() ? "none" : fmt::format("\"{}\"", text);
}

class Changes {
 public:
  void change(std::string subject, std::string before, std::string after) {
    found_.push_back({std::move(subject), or_none(std::move(before)), or_none(std::move(after))});
  }
  template <class Value, class Words>
  void compare(const std::string& subject, const Value& before, const Value& after, Words words) {
    if (!(before == after)) change(subject, std::string(words(before)), std::string(words(after)));
  }
  void add(std::string subject, std::string after) {
    found_.push_back({std::move(subject), "", or_none(std::move(after))});
  }
  void remove(std::string subject, std::string before) {
    found_.push_back({std::move(subject), or_none(std::move(before)), ""});
  }
  std::vector<Change> take() { return std::move(found_); }

 private:
  std::vector<Change> found_;
};

// Which entries of two lists belong together: the n-th of a key with the n-th of the same key.
struct Matching {
  std::vector<std::pair<std::size_t, std::size_t>>
      both;                          // (before, after), in the order of `after`
  std::vector<std::size_t> removed;  // of `before`
  std::vector<std::size_t> added;    // of `after`

  bool keeps_order() const { return std::is_sorted(both.begin(), both.end()); }
};

template <class Entry, class KeyOf>
Matching match(const std::vector<Entry>& before, const std::vector<Entry>& after, KeyOf key_of) {
  using Key = std::decay_t<decltype(key_of(before.front()))>;
  std::map<Key, std::vector<std::size_t>> rest;  // of `before`, the first one last
  for (std::size_t i = before.size(); i-- > 0;) rest[key_of(before[i])].push_back(i);
  Matching matching;
  for (std::size_t i = 0; i < after.size(); ++i) {
    std::vector<std::size_t>& known = rest[key_of(after[i])];
    if (known.empty()) {
      matching.added.push_back(i);
    } else {
      matching.both.emplace_back(known.back(), i);
      known.pop_back();
    }
  }
  for (const auto& [key, left] : rest)
    matching.removed.insert(matching.removed.end(), left.begin(), left.end());
  std::sort(matching.removed.begin(), matching.removed.end());
  return matching;
}

// "b, a" where the order was "a, b": from the first entry that stands elsewhere, a few names of
// either.
using NameAt = std::function<std::string(std::size_t)>;
void compare_order(const std::string& subject, const Matching& matching, const NameAt& name_before,
                   const NameAt& name_after, Changes& changes) {
  if (matching.keeps_order()) return;
  std::vector<std::size_t> in_order;
  for (const auto& [before, after] : matching.both) in_order.push_back(before);
  std::sort(in_order.begin(), in_order.end());
  std::size_t first = 0;
  while (in_order[first] == matching.both[first].first) ++first;
  const std::size_t end = std::min(first + kNamesShown, in_order.size());
  std::vector<std::string> was;
  std::vector<std::string> becomes;
  for (std::size_t i = first; i < end; ++i) {
    was.push_back(name_before(in_order[i]));
    becomes.push_back(name_after(matching.both[i].second));
  }
  if (end < in_order.size()) {
    was.emplace_back("...");
    becomes.emplace_back("...");
  }
  changes.change(subject, fmt::format("{}", fmt::join(was, ", ")),
                 fmt::format("{}", fmt::join(becomes, ", ")));
}

using Names = std::vector<std::string>;
std::string joined(const Names& names) { return fmt::format("{}", fmt::join(names, ", ")); }

// A list of names; `when_empty` says what an empty one means.
void compare_names(const std::string& subject, const Names& before, const Names& after,
                   const char* when_empty, Changes& changes) {
  if (before == after) return;
  if (before.empty() || after.empty()) {
    const auto words = [&](const Names& names) {
      return names.empty() ? std::string(when_empty) : joined(names);
    };
    return changes.change(subject, words(before), words(after));
  }
  const auto same = [](const std::string& name) { return name; };
  const Matching matching = match(before, after, same);
  const auto chosen = [](const Names& names, const std::vector<std::size_t>& indices) {
    Names out;
    for (const std::size_t index : indices) out.push_back(names[index]);
    return joined(out);
  };
  if (!matching.added.empty()) changes.add(subject, chosen(after, matching.added));
  if (!matching.removed.empty()) changes.remove(subject, chosen(before, matching.removed));
  compare_order(
      subject + ", their order", matching, [&](std::size_t i) { return before[i]; },
      [&](std::size_t i) { return after[i]; }, changes);
}

void compare_coverage(const std::string& plan, const Coverage& before, const Coverage& after,
                      Changes& changes) {
  compare_names(plan + ", products covered", before.products, after.products, "all", changes);
  compare_names(plan + ", product groups covered", before.product_groups, after.product_groups,
                "all", changes);
  compare_names(plan + ", products left out", before.except_products, after.except_products, "none",
                changes);
  compare_names(plan + ", product groups left out", before.except_product_groups,
                after.except_product_groups, "none", changes);
  compare_names(plan + ", segments covered", before.segments, after.segments, "all", changes);
  compare_names(plan + ", regions covered", before.regions, after.regions, "all", changes);
  compare_names(plan + ", levels covered", before.levels, after.levels, "all", changes);
}

// One version's side of a comparison.
struct PlanIn {
  const CommissionPlan& plan;
  Currency currency;

  std::string edge(std::size_t band) const { return edge_of(plan.bands[band], plan, currency); }
  std::string pay(std::size_t band) const { return pay_of(plan.bands[band], plan, currency); }
};

void compare_bands(const std::string& plan, const PlanIn& before, const PlanIn& after,
                   Changes& changes) {
  Matching matching =
      match(before.plan.bands, after.plan.bands, [](const Band& band) { return band.from; });
  compare_order(
      plan + ", order of the bands", matching, [&](std::size_t i) { return before.edge(i); },
      [&](std::size_t i) { return after.edge(i); }, changes);
  // A band that begins nowhere the other version has one: as long as there is one on either side,
  // its edge moved.
  const std::size_t moved = std::min(matching.added.size(), matching.removed.size());
  for (std::size_t i = 0; i < moved; ++i)
    matching.both.emplace_back(matching.removed[i], matching.added[i]);
  std::sort(matching.both.begin(), matching.both.end(),
            [](const auto& left, const auto& right) { return left.second < right.second; });
  const bool single = before.plan.bands.size() == 1 && after.plan.bands.size() == 1;
  for (const auto& [was, is] : matching.both) {
    const Band& old_band = before.plan.bands[was];
    const Band& new_band = after.plan.bands[is];
    if (old_band.from != new_band.from)
      changes.change(fmt::format("{}, where band {} begins", plan, is + 1), before.edge(was),
                     after.edge(is));
    if (old_band.rate != new_band.rate || old_band.amount != new_band.amount) {
      changes.change(single ? plan : fmt::format("{}, from {}", plan, after.edge(is)),
                     before.pay(was), after.pay(is));
    }
  }
  for (std::size_t i = moved; i < matching.removed.size(); ++i) {
    const std::size_t band = matching.removed[i];
    changes.remove(fmt::format("{}, the band from {}", plan, before.edge(band)), before.pay(band));
  }
  for (std::size_t i = moved; i < matching.added.size(); ++i) {
    const std::size_t band = matching.added[i];
    changes.add(fmt::format("{}, the band from {}", plan, after.edge(band)), after.pay(band));
  }
}

void compare_limits(const std::string& plan, const PlanIn& before, const PlanIn& after,
                    Changes& changes) {
  const auto& was = before.plan.limits;
  const auto& is = after.plan.limits;
  const auto subject = [&](const Limit& limit) {
    return fmt::format("{}, limit {}", plan, words_of(limit.scope));
  };
  const Matching matching = match(was, is, [](const Limit& limit) { return limit.scope; });
  for (const auto& [i, j] : matching.both) {
    if (was[i] == is[j]) continue;
    changes.change(subject(is[j]), words_of(was[i], before.currency),
                   words_of(is[j], after.currency));
  }
  for (const std::size_t i : matching.removed)
    changes.remove(subject(was[i]), words_of(was[i], before.currency));
  for (const std::size_t i : matching.added)
    changes.add(subject(is[i]), words_of(is[i], after.currency));
  compare_order(
      plan + ", order of the limits", matching,
      [&](std::size_t i) { return std::string(words_of(was[i].scope)); },
      [&](std::size_t i) { return std::string(words_of(is[i].scope)); }, changes);
}

constexpr auto kSame = [](const std::string& words) { return words; };
constexpr auto kWords = [](auto value) { return words_of(value); };

void compare_plan(const PlanIn& before, const PlanIn& after, Changes& changes) {
  const CommissionPlan& was = before.plan;
  const CommissionPlan& is = after.plan;
  const std::string plan = "commission plan " + is.name;
  changes.compare(plan + ", who earns", was.earner, is.earner, kWords);
  compare_coverage(plan, was.covers, is.covers, changes);
  changes.compare(plan + ", rule", was.rule, is.rule, kWords);
  changes.compare(plan + ", what counts", was.base, is.base, kWords);
  changes.compare(plan + ", volume", std::pair(was.basis, was.window),
                  std::pair(is.basis, is.window),
                  [](const auto& both) { return words_of_basis(both.first, both.second); });
  compare_bands(plan, before, after, changes);
  compare_limits(plan, before, after, changes);
  changes.compare(plan + ", held after a sale", was.hold_days, is.hold_days, words_of_days);
  changes.compare(plan + ", a customer earns", was.recurring_months, is.recurring_months,
                  words_of_recurring);
  changes.compare(plan + ", besides others", was.applies, is.applies, kWords);
  changes.compare(plan + ", pays on", was.override_depth, is.override_depth, words_of_depth);
  changes.compare(plan + ", borne by", was.override_from, is.override_from, kWords);
  changes.compare(plan + ", earned", was.earned_when, is.earned_when, kWords);
  changes.compare(plan + ", when a contract ends early", was.clawback, is.clawback,
                  words_of_clawback);
}

// A list whose entries are known by a key: what is in both is compared, the rest is new or gone.
template <class Entry, class KeyOf, class NameOf, class WordsOf, class Compare>
void compare_list(const std::string& order, const std::vector<Entry>& before,
                  const std::vector<Entry>& after, KeyOf key_of, NameOf name_of, WordsOf words,
                  Compare compare, Changes& changes) {
  const Matching matching = match(before, after, key_of);
  for (const auto& [was, is] : matching.both) {
    if (!(before[was] == after[is])) compare(before[was], after[is]);
  }
  for (const std::size_t i : matching.removed)
    changes.remove(name_of(before[i]), words(before[i], false));
  for (const std::size_t i : matching.added) changes.add(name_of(after[i]), words(after[i], true));
  compare_order(
      order, matching, [&](std::size_t i) { return name_of(before[i]); },
      [&](std::size_t i) { return name_of(after[i]); }, changes);
}

void compare_plans(const Terms& before, const Terms& after, Changes& changes) {
  // The first plan that covers a sale applies, so a new one is told with the plan it comes before.
  const auto words = [&](const CommissionPlan& plan, bool is_new) {
    std::string text = words_of(plan, is_new ? after.currency : before.currency);
    const auto next = std::find_if(after.plans.begin(), after.plans.end(),
                                   [&](const auto& known) { return &known == &plan; });
    if (is_new && next + 1 != after.plans.end())
      text += fmt::format("; it goes before plan {}", (next + 1)->name);
    return text;
  };
  compare_list(
      "order in which commission plans apply", before.plans, after.plans,
      [](const CommissionPlan& plan) { return plan.name; },
      [](const CommissionPlan& plan) { return "commission plan " + plan.name; }, words,
      [&](const CommissionPlan& was, const CommissionPlan& is) {
        compare_plan({was, before.currency}, {is, after.currency}, changes);
      },
      changes);
}

void compare_fees(const Terms& before, const Terms& after, Changes& changes) {
  const auto name = [](const RecurringFee& fee) { return "fee " + fee.name; };
  compare_list(
      "order of the fees", before.fees, after.fees,
      [](const RecurringFee& fee) { return fee.name; }, name,
      [&](const RecurringFee& fee, bool is_new) {
        return words_of(fee, is_new ? after.currency : before.currency);
      },
      [&](const RecurringFee& was, const RecurringFee& is) {
        if (was.amount_minor != is.amount_minor) {
          changes.change(name(is), words_of_minor(was.amount_minor, before.currency),
                         words_of_minor(is.amount_minor, after.currency));
        }
        changes.compare(name(is) + ", when it is due", was.when, is.when, kWords);
        changes.compare(name(is) + ", who earns", was.earner, is.earner, kWords);
        changes.compare(name(is) + ", counted as", was.category, is.category, kWords);
      },
      changes);
}

void compare_prices(const Terms& before, const Terms& after, Changes& changes) {
  const auto name = [](const Price& price) {
    return "price of " + price.item + (price.valid_from ? " since " + price.valid_from->to_string() : "");
  };
  compare_list(
      "order of the price list", before.prices, after.prices,
      [](const Price& price) { return price.item; }, name,
      [&](const Price& price, bool is_new) {
        std::string text = words_of(price, is_new ? after.currency : before.currency);
        if (price.valid_from || price.valid_until) text += ", " + words_of_validity(price);
        if (!price.cancellation.empty()) text += "; when cancelled " + words_of_cancellation(price);
        return text;
      },
      [&](const Price& was, const Price& is) {
        const std::string price_was = words_of(was, before.currency);
        const std::string price_is = words_of(is, after.currency);
        if (price_was != price_is) changes.change(name(is), price_was, price_is);
        changes.compare(name(is) + ", valid", words_of_validity(was), words_of_validity(is), kSame);
        changes.compare(name(is) + ", due when cancelled", words_of_cancellation(was), words_of_cancellation(is), kSame);
        changes.compare(name(is) + ", who delivers and earns", was.earner, is.earner, kWords);
        changes.compare(name(is) + ", counted as", was.category, is.category, kWords);
        changes.compare(name(is) + ", what prints", was.description, is.description, in_quotes);
      },
      changes);
}

void compare_taxes(const Terms& before, const Terms& after, Changes& changes) {
  const auto name = [](const TaxRule& rule) {
    return fmt::format("tax that {} charges on {}", words_of(rule.supplier),
                       words_of(rule.applies_to));
  };
  compare_list(
      "order of the tax rules", before.taxes, after.taxes,
      [](const TaxRule& rule) { return std::pair(rule.supplier, rule.applies_to); }, name,
      [](const TaxRule& rule, bool) { return words_of(rule); },
      [&](const TaxRule& was, const TaxRule& is) {
        if (was.category != is.category || was.rate != is.rate)
          changes.change(name(is), words_of(was), words_of(is));
        changes.compare(name(is) + ", reason printed", was.exemption_reason, is.exemption_reason,
                        in_quotes);
      },
      changes);
}

// Guarantees and funds are short: one sentence each tells what they were and what they become.
template <class Entry>
void compare_promises(const char* kind, const std::vector<Entry>& was, const std::vector<Entry>& is, const Terms& before,
                      const Terms& after, Changes& changes) {
  const auto name = [&](const Entry& entry) { return std::string(kind) + " " + entry.name; };
  compare_list(
      std::string("order of each ") + kind, was, is, [](const Entry& entry) { return entry.name; }, name,
      [&](const Entry& entry, bool is_new) { return words_of(entry, is_new ? after.currency : before.currency); },
      [&](const Entry& old_one, const Entry& new_one) {
        changes.change(name(new_one), words_of(old_one, before.currency), words_of(new_one, after.currency));
      },
      changes);
}

void compare_levels(const Terms& before, const Terms& after, Changes& changes) {
  const auto name = [](const Level& level) { return "level " + level.name; };
  compare_list(
      "order of the levels", before.levels, after.levels, [](const Level& level) { return level.name; }, name,
      [&](const Level& level, bool is_new) { return words_of(level, is_new ? after.currency : before.currency); },
      [&](const Level& was, const Level& is) {
        changes.change(name(is), words_of(was, before.currency), words_of(is, after.currency));
      },
      changes);
  changes.compare("levels are reviewed", before.level_review, after.level_review, kWords);
}

void compare_settlement(const SettlementTerms& was, const SettlementTerms& is, Changes& changes) {
  const auto yes_or_no = [](bool is_so) { return is_so ? "yes" : "no"; };
  changes.compare("settlement runs", was.netting, is.netting, words_of_netting);
  changes.compare("settlement runs wait for the partner's word", was.answers, is.answers, yes_or_no);
  changes.compare("days to answer a settlement run", was.answer_days, is.answer_days, words_of_days);
  changes.compare("when the partner does not answer a settlement run", was.silence, is.silence, kWords);
  changes.compare("debts invoiced elsewhere need the other side's word", was.confirms_obligations, is.confirms_obligations, yes_or_no);
  const auto days = [](std::uint32_t given) { return words_of_days(given == 0 ? kDisputeDays : given); };
  changes.compare("days to answer a dispute", was.dispute_days, is.dispute_days, days);
}

}  // namespace

std::vector<Change> changes_between(const Terms& before, const Terms& after) {
  Changes changes;
  changes.compare("title", before.title, after.title, in_quotes);
  changes.compare("currency", before.currency, after.currency,
                  [](Currency currency) { return currency.code(); });
  compare_plans(before, after, changes);
  compare_fees(before, after, changes);
  compare_prices(before, after, changes);
  compare_promises("guarantee", before.guarantees, after.guarantees, before, after, changes);
  compare_promises("fund", before.funds, after.funds, before, after, changes);
  compare_taxes(before, after, changes);
  compare_levels(before, after, changes);
  const PaymentTerms& was = before.payment;
  const PaymentTerms& is = after.payment;
  changes.compare("payment, due after", was.due_days, is.due_days, words_of_days);
  if (was.minimum_payout_minor != is.minimum_payout_minor) {
    changes.change("smallest amount paid out",
                   words_of_minor(was.minimum_payout_minor, before.currency),
                   words_of_minor(is.minimum_payout_minor, after.currency));
  }
  changes.compare("what the partner owes in the end", was.collection, is.collection, kWords);
  changes.compare("commissions are rounded", before.rounding, after.rounding, kWords);
  changes.compare("notice to end the agreement", before.notice_days, after.notice_days,
                  words_of_days);
  compare_settlement(before.settlement, after.settlement, changes);
  return changes.take();
}

std::string sentence_of(const Change& change, std::optional<Date> from) {
  const std::string day = from ? " from " + from->to_string() : std::string();
  if (change.before.empty())
    return fmt::format("{} is new: {}{}{}", change.subject, change.after, from ? "," : "", day);
  if (change.after.empty())
    return fmt::format("{} ({}) goes away{}", change.subject, change.before, day);
  return fmt::format("{}: {} becomes {}{}", change.subject, change.before, change.after, day);
}

}  // namespace quits::program
