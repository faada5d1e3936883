// Adjustments with a second person, and reversals of what was wrong.
#include <fmt/core.h>

#include "program/rules.h"

namespace quits::program {

Result<ledger::Receipt> Rules::apply(const Adjustment& fact, const Case& on) {
  if (fact.reason.empty()) {
    return refuse_field("adjustment.reason", Code::reason_missing, "an adjustment needs a reason", "say why, for whoever asks in a year");
  }
  if (fact.earner == Side::unspecified) {
    return refuse_field("adjustment.earner", Code::missing_field, "whose earning changes? SIDE_PRINCIPAL or SIDE_PARTNER");
  }
  TRY(const Ground ground, ground_for(fact.agreement, fact.partner, fact.on, on.writer, AfterEnd::allowed));
  TRY(const Money amount, money_of(fact.amount, ground.terms->currency, ground.terms->rounding));
  if (amount.is_zero()) return refuse_field("adjustment.amount", Code::bad_value, "an adjustment of zero changes nothing");
  ledger::Draft draft;
  draft.id = on.submission.id;
  draft.effective = fact.on;
  draft.fact = on.submission.fact;
  return on.writer.append(std::move(draft));
}

Result<ledger::Receipt> Rules::apply(const Approval& fact, const Case& on) {
  TRY(const Sequence sequence, find_named(fact.of, on));
  const ledger::Record record = on.writer.read(sequence);
  if (!needs_approval(record.kind())) {
    return refuse(Code::not_pending, fmt::format("entry {} is a {}, which needs no approval", sequence.value, name_of(record.kind())));
  }
  if (const Sequence approval = register_.corrections.approved_by(sequence)) {
    return refuse(Code::not_pending, fmt::format("it was approved in entry {}", approval.value));
  }
  if (record.actor == on.writer.actor()) {
    return refuse(Code::same_person, fmt::format("{} proposed this and cannot approve it", record.actor),
                  "another person approves: --as NAME");
  }
  if (record.kind() == kind::fund_requested) return approve_fund(record, on);
  if (record.kind() == kind::restatement_proposed) return approve_restatement(record, on);
  TRY(const Fact decoded, codec_.decode(record.fact));
  if (const auto* grant = std::get_if<LevelGranted>(&decoded)) return approve_grant(record, *grant, on);
  return approve_adjustment(record, std::get<Adjustment>(decoded), on);
}

Result<ledger::Receipt> Rules::approve_adjustment(const ledger::Record& record, const Adjustment& adjustment, const Case& on) {
  TRY(const Ground ground, ground_for(adjustment.agreement, adjustment.partner, adjustment.on, on.writer, AfterEnd::allowed));
  TRY(const Money amount, money_of(adjustment.amount, ground.terms->currency, ground.terms->rounding));

  ledger::Item item;
  item.key = line_key(ground.party(adjustment.earner), ground.party(other(adjustment.earner)), ground.terms->currency,
                      adjustment.category, ground.version->sequence, "adjustment",
                      tax_for(*ground.terms, adjustment.earner, adjustment.category));
  item.amount_minor = amount.minor();
  item.trace.reason = ledger::Reason::adjustment;
  ledger::Draft draft;
  draft.id = on.submission.id;
  draft.effective = adjustment.on;
  draft.relates_to = record.sequence;
  draft.fact = on.submission.fact;
  draft.postings = accrual(item.key, item.amount_minor);
  draft.items.push_back(std::move(item));
  return on.writer.append(std::move(draft));
}

Result<std::vector<ledger::Item>> Rules::reverse_items(const ledger::Record& target, Date day, const Case& on) {
  const auto kind = target.kind();
  std::vector<ledger::Item> items;
  if (kind == kind::sale || kind == kind::credit || kind == kind::refund || kind == kind::customer_payment ||
      kind == kind::contract_cancelled) {
    TRY(items, reverse_sold(target, day, on));
  } else if (!target.items.empty() && (kind == kind::training_delivered || kind == kind::contribution || kind == kind::approval ||
                                       kind == kind::fee_charged || kind == kind::training_cancelled || kind == kind::fund_claimed)) {
    const auto standing = standing_items(target, register_.restated, [&](Sequence entry) { return on.writer.read(entry); });
    for (const auto& [item, difference, restatement] : standing) {
      TRY(const std::int64_t booked, to_minor(int128{item.amount_minor} + difference, 1, Rounding::half_away_from_zero));
      ledger::Item mirror;
      mirror.key = item.key;
      mirror.amount_minor = -booked;
      TRY(mirror.base, item.base.negated());
      TRY(mirror.quantity, item.quantity.negated());
      mirror.trace.of = target.sequence;
      mirror.trace.booked_minor = booked;
      mirror.trace.returned_minor = -booked;
      if (restatement) mirror.trace.more.edit().restatement = {restatement, item.amount_minor, booked};
      if (item.trace.window) TRY_STATUS(leave_window(target, item, on, mirror));
      if (item.trace.more->fund) mirror.trace.more.edit().fund = returned_claim(*item.trace.more->fund);
      items.push_back(std::move(mirror));
    }
  } else {
    return refuse(Code::not_reversible, fmt::format("entry {} is a {}: it cannot be reversed", target.sequence.value, name_of(kind)),
                  "record what is right as a new fact");
  }
  for (ledger::Item& item : items) item.trace.reason = ledger::Reason::reversal;
  return items;
}

Result<ledger::Receipt> Rules::apply(const Reversal& fact, const Case& on) {
  if (fact.reason.empty()) {
    return refuse_field("reversal.reason", Code::reason_missing, "a reversal needs a reason", "say why, for whoever asks in a year");
  }
  TRY(const Sequence sequence, find_named(fact.of, on));
  const ledger::Record target = on.writer.read(sequence);
  if (const Sequence earlier = register_.corrections.given_back(sequence).reversed_by) {
    return refuse(Code::already_reversed, fmt::format("entry {} was reversed by entry {}", sequence.value, earlier.value));
  }
  const Date day = fact.on.value_or(on.writer.now().date());
  TRY(auto items, reverse_items(target, day, on));
  ledger::Draft draft;
  draft.id = on.submission.id;
  draft.effective = day;
  draft.relates_to = sequence;
  draft.fact = on.submission.fact;
  put_items(std::move(items), draft);
  return on.writer.append(std::move(draft));
}

}  // namespace quits::program
