// Restatements: a closed period under corrected terms, computed and shown first, posted as differences when a second person
// has approved them.
#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "program/rating_plan.h"
#include "program/rules.h"

namespace quits::program {
namespace {

constexpr std::string_view kAgain = "propose it again under another id, and look at both results";

// What an approval would do that was not announced.
bool same_lines(const std::vector<RestatedLine>& announced, const std::vector<RestatedLine>& found) { return announced == found; }

// A limit that counts over several sales, or gives room back: what later sales find of it could not be told from amounts.
const CommissionPlan* counts_over_sales(const Terms& terms) {
  for (const CommissionPlan& plan : terms.plans) {
    for (const Limit& limit : plan.limits) {
      if (limit.scope != LimitScope::sale || limit.reversal_returns_room) return &plan;
    }
  }
  return nullptr;
}

// What amounts alone do not put right: others have a part in it, payments go on after it, or later orders stand on its volume.
bool has_company(const ledger::Item& item) {
  const ledger::TraceMore& more = item.trace.more.get();
  const bool is_volume_price = item.trace.window && item.key.category != Category::commission;
  return more.split || more.override || more.payment || more.fund || is_volume_price ||
         item.trace.reason == ledger::Reason::awaits_payment;
}

Result<ledger::Item> difference_of(const Recalculated& item, Sequence restatement) {
  ledger::Item out;
  out.key = item.key;
  TRY(out.amount_minor, to_minor(int128{item.restated_minor} - item.booked_minor, 1, Rounding::half_away_from_zero));
  out.trace.reason = ledger::Reason::restatement;
  out.trace.matures = item.matures;
  out.trace.earned = item.earned;
  out.trace.more.edit().restatement = {restatement, item.booked_minor, item.restated_minor};
  return out;
}

}  // namespace

Status Rules::check_restatement(const RestatementProposed& fact, const Case& on) {
  if (fact.reason.empty()) {
    return refuse_field("restatement_proposed.reason", Code::reason_missing, "a restatement needs a reason", "say why, for whoever asks in a year");
  }
  const auto& versions = register_.agreements.versions(fact.agreement);
  if (versions.empty()) {
    on.writer.flush();
    return tl::unexpected<Error>(unknown_agreement(on.writer.database(), fact.agreement));
  }
  if (fact.version == 0 || fact.version > versions.size()) {
    return refuse_field("restatement_proposed.version", Code::unknown_version,
                        fmt::format("agreement \"{}\" has no version {}", fact.agreement, fact.version), fmt::format("it has {}", versions.size()));
  }
  const AgreementVersion& version = versions[fact.version - 1];
  if (!version.accepted_by) {
    return refuse_field("restatement_proposed.version", Code::not_accepted, fmt::format("version {} was never accepted: nothing was booked under it", fact.version));
  }
  if (fact.until_period < fact.from_period) {
    return refuse_field("restatement_proposed.until_period", Code::date_out_of_range, fmt::format("{} is before {}", fact.until_period.to_string(), fact.from_period.to_string()));
  }
  const auto open = on.writer.oldest_open();
  if (!open || fact.until_period >= *open) {
    return refuse_field("restatement_proposed.until_period", Code::period_order, fmt::format("{} is not closed", fact.until_period.to_string()),
                        "a restatement is for closed periods; what is open is put right by a reversal and a new fact");
  }
  if (version.effective_from > fact.until_period.last_day()) {
    return refuse_field("restatement_proposed.version", Code::date_out_of_range,
                        fmt::format("version {} took effect on {}, after {}", fact.version, version.effective_from.to_string(), fact.until_period.to_string()));
  }
  if (auto errors = check(fact.terms); !errors.empty()) {
    Error first = std::move(errors.front());
    first.place.field = "restatement_proposed.terms." + first.place.field;
    return tl::unexpected<Error>(std::move(first));
  }
  const Terms& before = terms_of(version.sequence, on.writer);
  if (before.currency != fact.terms.currency) {
    return refuse_field("restatement_proposed.terms.currency", Code::currency_mismatch, fmt::format("version {} is in {}", fact.version, before.currency.code()));
  }
  for (const Terms* terms : {&before, &fact.terms}) {
    if (const CommissionPlan* plan = counts_over_sales(*terms)) {
      return refuse_field("restatement_proposed.terms", Code::terms_invalid,
                          fmt::format("plan {} has a limit over several sales, or one that gives room back: it cannot be restated", plan->name),
                          "correct it with an adjustment");
    }
  }
  return {};
}

Result<std::vector<RecalculatedEntry>> Rules::recalculate(const RestatementProposed& fact, const Case& on) {
  if (recalculation_ == nullptr) return refuse(Code::unavailable, "this book cannot be recalculated here");
  on.writer.flush();
  TRY(auto entries, recalculation_->recalculate(fact, on.writer));
  for (const RecalculatedEntry& entry : entries) {
    const ledger::Record record = on.writer.read(entry.entry);
    if (std::none_of(record.items.begin(), record.items.end(), has_company)) continue;
    return refuse_field("restatement_proposed.terms", Code::terms_invalid,
                        fmt::format("they change entry {}, which is shared, paid in parts, or priced by volume: it cannot be restated",
                                    record.sequence.value),
                        "correct it with an adjustment");
  }
  return entries;
}

std::vector<RestatedLine> Rules::announced(const std::vector<RecalculatedEntry>& entries, const Case& on) {
  on.writer.flush();
  std::map<std::tuple<PartyNumber, PartyNumber, std::string>, RestatedLine> lines;
  for (const RecalculatedEntry& entry : entries) {
    for (const Recalculated& item : entry.items) {
      if (item.booked_minor == item.restated_minor) continue;
      RestatedLine& line = lines[{item.key.creditor, item.key.debtor, item.key.term}];
      ++line.entries;
      line.booked_minor += item.booked_minor;
      line.restated_minor += item.restated_minor;
    }
  }
  const auto key_of = [&](PartyNumber number) {
    const auto party = party_by_number(on.writer.database(), number);
    return party ? party->key : std::string();
  };
  std::vector<RestatedLine> out;
  for (auto& [key, line] : lines) {
    line.creditor = key_of(std::get<0>(key));
    line.debtor = key_of(std::get<1>(key));
    line.term = std::get<2>(key);
    out.push_back(std::move(line));
  }
  return out;
}

Result<ledger::Receipt> Rules::apply(RestatementProposed fact, const Case& on) {
  TRY_STATUS(check_restatement(fact, on));
  TRY(const auto entries, recalculate(fact, on));
  if (entries.empty()) {
    return refuse_field("restatement_proposed.terms", Code::bad_value, "these terms change nothing of what was booked in these periods");
  }
  fact.lines = announced(entries, on);
  ledger::Draft draft;
  draft.id = on.submission.id;
  draft.effective = on.writer.now().date();
  draft.fact = codec_.encode(fact);
  return on.writer.append(std::move(draft));
}

Result<ledger::Receipt> Rules::approve_restatement(const ledger::Record& proposed, const Case& on) {
  TRY(const Fact decoded, codec_.decode(proposed.fact));
  const auto& fact = std::get<RestatementProposed>(decoded);
  TRY(const auto entries, recalculate(fact, on));
  if (!same_lines(fact.lines, announced(entries, on))) {
    return refuse(Code::not_pending,
                  fmt::format("since entry {} proposed it the book has changed: the restatement would not post what it announced", proposed.sequence.value),
                  std::string(kAgain));
  }
  ledger::Draft approval;
  approval.id = on.submission.id;
  approval.effective = on.writer.now().date();
  approval.relates_to = proposed.sequence;
  approval.fact = on.submission.fact;
  TRY(const ledger::Receipt receipt, on.writer.append(std::move(approval)));
  for (const RecalculatedEntry& entry : entries) {
    ledger::Draft draft;
    draft.id = restating_id(proposed.sequence, entry.entry);
    draft.effective = entry.effective;
    draft.relates_to = entry.entry;
    draft.fact = codec_.encode(EntryRestated{proposed.sequence, entry.entry});
    std::vector<ledger::Item> items;
    for (const Recalculated& item : entry.items) {
      TRY(auto difference, difference_of(item, proposed.sequence));
      items.push_back(std::move(difference));
    }
    put_items(std::move(items), draft);
    TRY_STATUS(on.writer.append(std::move(draft)));
  }
  return receipt;
}

}  // namespace quits::program
