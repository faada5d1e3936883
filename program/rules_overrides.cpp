// Who else earns with a sale (R9 of docs/rating.md): those who share the seller's commission, and the partners above it.
#include <fmt/core.h>

#include <algorithm>

#include "program/rules.h"
#include "program/shares.h"

namespace quits::program {
namespace {

constexpr std::size_t kSharersMax = 50;

bool has_plan_for(const Terms& terms, std::uint32_t depth) {
  if (depth == 0) return true;
  return std::any_of(terms.plans.begin(), terms.plans.end(), [&](const CommissionPlan& plan) { return plan.override_depth == depth; });
}

// What the seller bears of an override: the same amount on a line of its own.
ledger::Item borne_of(const ledger::Item& paid, ledger::LineKey key, const OverrideFrom from) {
  ledger::Item item;
  item.key = std::move(key);
  item.key.billing = paid.key.billing;
  item.base = paid.base;
  item.quantity = paid.quantity;
  item.amount_minor = -paid.amount_minor;
  item.trace.reason = paid.trace.reason == ledger::Reason::awaits_payment ? paid.trace.reason : ledger::Reason::override_borne;
  ledger::OverrideTrace trace = *paid.trace.more->override;
  trace.from = from;
  trace.earner = paid.key.creditor;
  trace.version = paid.key.version;
  trace.plan = paid.key.term;
  item.trace.more.edit().override = std::move(trace);
  return item;
}

}  // namespace

Result<ledger::Receipt> Rules::apply(const PartnerAssigned& fact, const Case& on) {
  for (const auto& [field, key] : {std::pair("partner_assigned.partner", &fact.partner), std::pair("partner_assigned.under", &fact.under)}) {
    if (key->empty()) continue;
    const auto party = register_.parties.get(*key);
    if (!party) return refuse_field(field, party.error().code, party.error().message, party.error().hint);
    if ((*party)->is_operator) {
      return refuse_field(field, Code::party_mismatch, fmt::format("{} is the operator: levels are among its partners", *key));
    }
  }
  if (const auto open = on.writer.oldest_open(); open && fact.from < open->first_day()) {
    return refuse_field("partner_assigned.from", Code::period_closed,
                        fmt::format("{} lies in a closed period: what was sold then is rated", fact.from.to_string()),
                        fmt::format("assign from {} on", open->first_day().to_string()));
  }
  TRY_STATUS(register_.assignments.check(fact));
  ledger::Draft draft;
  draft.id = on.submission.id;
  draft.effective = fact.from;
  draft.fact = on.submission.fact;
  return on.writer.append(std::move(draft));
}

Result<std::optional<Rules::Ground>> Rules::agreement_with(const std::string& partner, const Ground& ground, Date on, std::uint32_t depth,
                                                           const Case& of) {
  const AgreementVersion* found = nullptr;
  for (const std::string& key : register_.agreements.of_partner(partner)) {
    const AgreementVersion* version = version_on(register_.agreements.versions(key), on);
    if (version == nullptr || version->principal != ground.version->principal) continue;
    if (const AgreementEnd* end = register_.agreements.end_of(key); end != nullptr && end->last_day < on) continue;
    const Terms& terms = terms_of(version->sequence, of.writer);
    if (terms.currency != ground.terms->currency || !has_plan_for(terms, depth)) continue;
    if (found != nullptr) {
      return refuse(Code::ambiguous_agreement,
                    fmt::format("{} has more than one agreement in force on {} that could decide: \"{}\" and \"{}\"", partner, on.to_string(),
                                found->agreement, version->agreement),
                    "end one of them");
    }
    found = version;
  }
  if (found == nullptr) return std::optional<Ground>();
  TRY(const Ground result, ground_of(*found, register_.agreements.versions(found->agreement), of.writer));
  return std::optional<Ground>(result);
}

Result<std::vector<Rules::Sharer>> Rules::sharers(const Ground& ground, const Sale& sale, const std::string& field, const Case& on) {
  std::vector<Sharer> sharers;
  if (sale.split.empty()) return sharers;
  if (sale.split.size() > kSharersMax) {
    return refuse_field(field, Code::too_large, fmt::format("there are {}: at most {} were expected", sale.split.size(), kSharersMax));
  }
  const Tax own_tax = tax_for(*ground.terms, Side::partner, Category::commission);
  sharers.push_back({Rate(), ground.partner, ground.version->sequence, own_tax});
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < sale.split.size(); ++i) {
    const Share& share = sale.split[i];
    const std::string path = fmt::format("{}[{}]", field, i);
    if (share.share.millionths() <= 0 || share.share.millionths() > Rate::kWhole) {
      return refuse_field(path + ".share", Code::bad_value, fmt::format("is {}: above 0 % and at most 100 % was expected", share.share.to_percent_string()));
    }
    sum += share.share.millionths();
    const auto party = register_.parties.get(share.party);
    if (!party) return refuse_field(path + ".party", party.error().code, party.error().message, party.error().hint);
    const PartyNumber number = (*party)->number;
    const bool is_twice = std::any_of(sharers.begin() + 1, sharers.end(), [&](const Sharer& known) { return known.party == number; }) ||
                          (number == ground.partner && !sharers.front().share.is_zero());
    if (is_twice) return refuse_field(path + ".party", Code::bad_value, fmt::format("{} stands here twice", share.party), "add its shares up");
    if (number == ground.partner) {
      sharers.front().share = share.share;
      continue;
    }
    const auto with = agreement_with(share.party, ground, sale.on, 0, on);
    if (!with) return refuse_field(path + ".party", with.error().code, with.error().message, with.error().hint);
    if (!*with) {
      return refuse_field(path + ".party", Code::no_agreement,
                          fmt::format("{} has no agreement with {} in {} in force on {}", share.party, ground.version->principal,
                                      ground.terms->currency.code(), sale.on.to_string()),
                          "whoever shares a commission has agreed with the same principal on who owes it");
    }
    sharers.push_back({share.share, number, (*with)->version->sequence, tax_for(*(*with)->terms, Side::partner, Category::commission)});
  }
  if (sum != Rate::kWhole) {
    return refuse_field(field, Code::bad_value, fmt::format("the shares come to {}: exactly 100 % was expected", Rate::from_millionths(sum).to_percent_string()));
  }
  return sharers;
}

Status Rules::share_last(const Ground& ground, const std::vector<Sharer>& sharers, std::vector<ledger::Item>& items) {
  const std::size_t at = items.size() - 1;
  ledger::Item& own = items.back();
  const ledger::SplitTrace split{sharers.front().share, own.amount_minor - own.trace.true_up_minor, own.key.version, own.key.term};
  own.trace.more.edit().split = split;
  const ledger::Item first = own;
  for (std::size_t i = 1; i < sharers.size(); ++i) {
    ledger::Item item;
    item.key = line_key(sharers[i].party, first.key.debtor, first.key.currency, first.key.category, sharers[i].version,
                        fmt::format("{}, shared by {}", first.key.term, ground.version->partner), sharers[i].tax);
    item.key.billing = first.key.billing;
    item.base = first.base;
    item.quantity = first.quantity;
    item.trace.reason = first.trace.reason == ledger::Reason::awaits_payment ? first.trace.reason : ledger::Reason::split;
    item.trace.more.edit().split = split;
    item.trace.more.edit().split->share = sharers[i].share;
    item.trace.matures = first.trace.matures;
    items.push_back(std::move(item));
  }
  const std::span<ledger::Item> group = std::span(items).subspan(at);
  TRY(const auto parts, parts_of_whole(group, split.whole_minor));
  for (std::size_t i = 0; i < group.size(); ++i) group[i].amount_minor = parts[i];
  group.front().amount_minor += first.trace.true_up_minor;
  return {};
}

Status Rules::add_overrides(const Ground& ground, const Sale& sale, Decimal volume, const Case& on, std::vector<ledger::Item>& items) {
  const std::vector<std::string> above = register_.assignments.above(ground.version->partner, sale.on);
  std::uint32_t depth = 0;
  for (const std::string& upper : above) {
    ++depth;
    TRY(const auto with, agreement_with(upper, ground, sale.on, depth, on));
    if (!with) continue;
    TRY(const std::string level, level_on(*with, sale.on, on.writer));
    for (const CommissionPlan* plan : paying_plans(*with->terms, sale, level, depth)) {
      TRY(auto item, rate_by(*plan, *with, sale, volume, on));
      if (!level.empty()) item.trace.more.edit().level = level;
      if (item.trace.reason == ledger::Reason::commission) item.trace.reason = ledger::Reason::override;
      item.trace.more.edit().override = ledger::OverrideTrace{ground.partner, depth, plan->override_from, {}, {}, {}};
      const bool is_borne = plan->override_from == OverrideFrom::seller && item.trace.reason != ledger::Reason::recurring_ended;
      items.push_back(std::move(item));
      if (!is_borne) continue;
      const ledger::LineKey key = line_key(ground.partner, ground.principal, ground.terms->currency, Category::commission,
                                           ground.version->sequence, fmt::format("{}, borne for {}", plan->name, upper),
                                           tax_for(*ground.terms, Side::partner, Category::commission));
      ledger::Item borne = borne_of(items.back(), key, plan->override_from);
      items.push_back(std::move(borne));
    }
  }
  return {};
}

}  // namespace quits::program
