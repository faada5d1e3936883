#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <unordered_map>

#include "base/int128.h"
#include "program/encoding.h"
#include "settlement/conversion.h"
#include "settlement/invariants/invariants.h"
#include "settlement/run_papers.h"
#include "settlement/run_solution.h"

namespace quits::settlement {
namespace {

using namespace program;

// Judges every run from the log alone: what it collected was free and open, its hash is that of its documents, its proof holds
// (without the solver), a second person approved it, and it posted what it proposed, to claims only.
class EveryRunIsProven final : public ledger::Invariant {
 public:
  std::string_view sentence() const override {
    return "every settlement run holds its documents alone, sets off the most its mode allows, and posts what was approved";
  }

  std::string check(const ledger::Record& record) override {
    const auto kind = record.kind();
    if ((kind < kind::run_opened || kind > kind::run_reversed) && kind != kind::rates_recorded) return {};
    const auto fact = codec_.decode(record.fact);
    if (!fact) return "the fact cannot be read: " + fact.error().message;
    papers_.remember(record);
    if (const auto* opened = std::get_if<RunOpened>(&*fact)) {
      runs_[opened->run] = {*opened, record.actor, 0, false, 0};
    } else if (const auto* rates = std::get_if<RatesRecorded>(&*fact)) {
      rates_[record.sequence.value] = *rates;
    } else if (const auto* collected = std::get_if<RunCollected>(&*fact)) {
      return collect(*collected);
    } else if (const auto* proposed = std::get_if<RunProposed>(&*fact)) {
      return propose(*proposed);
    } else if (const auto* approved = std::get_if<RunApproved>(&*fact)) {
      return approve(*approved, record);
    } else if (const auto* posted = std::get_if<RunPosted>(&*fact)) {
      return post(*posted, record);
    } else if (const auto* cancelled = std::get_if<RunCancelled>(&*fact)) {
      if (runs_[cancelled->run].posted) return "it was posted before it was cancelled";
      if (cancelled->was_collected) release(papers_.collected(cancelled->run), {});
    } else if (const auto* reversed = std::get_if<RunReversed>(&*fact)) {
      return reverse(*reversed, record);
    }
    return {};
  }

 private:
  struct Run {
    RunOpened opened;
    std::string opened_by;
    std::uint32_t proposal = 0;
    bool posted = false;
    std::uint32_t approved = 0;
  };

  std::string collect(const RunCollected& collected);
  std::string check_conversions(const RunCollected& collected);
  std::string propose(const RunProposed& proposed);
  std::string approve(const RunApproved& approved, const ledger::Record& record);
  using Moved = std::map<std::pair<std::string, bool>, int128>;
  static Moved moved_by(const RunPosted& posted, const RunCollected& collected, const RunProposed& proposed);
  std::string post(const RunPosted& posted, const ledger::Record& record);
  std::string reverse(const RunReversed& reversed, const ledger::Record& record);
  void release(const RunCollected& collected, const std::vector<std::string>& parties);

  FactCodec codec_;
  RunPapers papers_{nullptr};
  std::map<std::string, Run> runs_;
  std::map<std::uint64_t, RatesRecorded> rates_;  // by the entry that recorded them
  std::unordered_map<std::string, std::string> holder_;  // the run that holds a document
  std::map<std::string, std::vector<ledger::Posting>> posted_;
};

std::string EveryRunIsProven::collect(const RunCollected& collected) {
  if (hash_of(collected) != collected.hash) return "its hash is not that of its documents";
  for (const RunDocument& document : collected.documents) {
    std::string& holder = holder_[document.number];
    if (!holder.empty()) return fmt::format("run {} holds {} already", holder, document.number);
    holder = collected.run;
  }
  return check_conversions(collected);
}

std::string EveryRunIsProven::check_conversions(const RunCollected& collected) {
  const RunOpened& opened = runs_[collected.run].opened;
  if (!opened.settlement_currency) return collected.conversions.empty() ? "" : "it converts without a settlement currency";
  const auto rates = rates_.find(opened.rates_entry);
  if (rates == rates_.end()) return fmt::format("entry {} records no exchange rates", opened.rates_entry);
  for (const RunDocument& document : collected.documents) {
    if (document.currency != *opened.settlement_currency) return fmt::format("{} is in another currency than the run settles in", document.number);
  }
  for (const RunConversion& conversion : collected.conversions) {
    const RunDocument& document = collected.documents.at(conversion.document);
    const auto rate = rate_between(rates->second, conversion.currency, document.currency);
    if (!rate || rate->value != conversion.rate || rate->divides != conversion.divides) {
      return fmt::format("{} is converted at another rate than was recorded", document.number);
    }
    const auto amount = converted(conversion.open_minor, conversion.currency, document.currency, conversion.rate, conversion.divides);
    if (!amount || *amount != document.open_minor) return fmt::format("{} is converted into another amount than its rate gives", document.number);
  }
  return {};
}

std::string EveryRunIsProven::propose(const RunProposed& proposed) {
  Run& run = runs_[proposed.run];
  if (proposed.proposal != run.proposal + 1) return fmt::format("proposal {} follows {}", proposed.proposal, run.proposal);
  run.proposal = proposed.proposal;
  const RunCollected collected = papers_.collected(proposed.run);
  const Status holds = check_proposal(run.opened, collected, proposed);
  if (!proposed.without.empty()) release(collected, proposed.without);
  return holds ? std::string() : "its proof does not hold: " + holds.error().message;
}

std::string EveryRunIsProven::approve(const RunApproved& approved, const ledger::Record& record) {
  Run& run = runs_[approved.run];
  if (record.actor == run.opened_by) return "who opened the run approved it";
  if (approved.proposal != run.proposal) return "another proposal was approved than the last";
  run.approved = approved.proposal;
  return {};
}

// What the run moves, by currency: documents and what was made; and, apart, the other side of what it converts.
EveryRunIsProven::Moved EveryRunIsProven::moved_by(const RunPosted& posted, const RunCollected& collected, const RunProposed& proposed) {
  Moved moved;
  const ConversionsByPlace conversions(collected);
  const std::vector<std::int64_t> taken = taken_from(collected, proposed);
  for (std::size_t i = 0; i < collected.documents.size(); ++i) {
    const RunDocument& document = collected.documents[i];
    const std::string currency(document.currency.code());
    moved[{currency, false}] -= proposed.set_off_minor[i];
    const RunConversion* conversion = conversions.at(i);
    if (conversion == nullptr || taken[i] == 0) continue;
    const std::string own(conversion->currency.code());
    moved[{own, false}] -= conversion->open_minor;
    moved[{own, true}] += conversion->open_minor;
    moved[{currency, false}] += document.open_minor;
    moved[{currency, true}] -= document.open_minor;
  }
  for (const RunMade& made : posted.made) {
    if (made.converted_from.empty()) moved[{std::string(made.currency.code()), false}] += made.amount_minor;
  }
  std::erase_if(moved, [](const auto& entry) { return entry.second == 0; });
  return moved;
}

std::string EveryRunIsProven::post(const RunPosted& posted, const ledger::Record& record) {
  Run& run = runs_[posted.run];
  if (run.proposal == 0 || run.approved != run.proposal) return "it was posted without approval";
  run.posted = true;
  const RunCollected collected = papers_.collected(posted.run);
  const RunProposed proposed = papers_.proposed(posted.run);
  const Moved said = moved_by(posted, collected, proposed);
  Moved booked;
  for (const ledger::Posting& posting : record.postings) {
    const auto kind = posting.account.kind;
    const bool converts = kind == ledger::AccountKind::fx || kind == ledger::AccountKind::rounding;
    if (kind != ledger::AccountKind::claim && !converts) return "a set-off posts to claims only";
    booked[{std::string(posting.account.currency.code()), converts}] += posting.amount_minor;
    const std::int64_t rounded = kind == ledger::AccountKind::rounding ? posting.amount_minor : 0;
    const auto units_max = static_cast<std::int64_t>(collected.conversions.size());
    if (rounded > units_max || rounded < -units_max) return fmt::format("{} minor units are more than rounding", rounded);
  }
  std::erase_if(booked, [](const auto& entry) { return entry.second == 0; });
  if (said != booked) return "it posted another amount than was approved";
  const auto remains = remains_of(run.opened, collected, proposed);
  if (!remains || remains->payments != posted.payments || remains->made != posted.made) {
    return "it asks for other payments than the approved proposal leaves";
  }
  posted_[posted.run] = record.postings;
  release(collected, {});
  return {};
}

std::string EveryRunIsProven::reverse(const RunReversed& reversed, const ledger::Record& record) {
  Run& run = runs_[reversed.run];
  if (!run.posted) return "it was reversed before it was posted";
  run.posted = false;
  const std::vector<ledger::Posting>& before = posted_[reversed.run];
  if (before.size() != record.postings.size()) return "it takes back another number of postings than it made";
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (record.postings[i].account != before[i].account || record.postings[i].amount_minor != -before[i].amount_minor) {
      return "it takes back something else than it posted";
    }
  }
  return {};
}

void EveryRunIsProven::release(const RunCollected& collected, const std::vector<std::string>& parties) {
  for (const RunDocument& document : collected.documents) {
    const auto is_named = [&](std::uint32_t place) {
      return std::find(parties.begin(), parties.end(), collected.parties.at(place)) != parties.end();
    };
    if (!parties.empty() && !is_named(document.debtor) && !is_named(document.creditor)) continue;
    const auto held = holder_.find(document.number);
    if (held != holder_.end() && held->second == collected.run) holder_.erase(held);
  }
}

}  // namespace

std::unique_ptr<ledger::Invariant> every_run_is_proven() { return std::make_unique<EveryRunIsProven>(); }

}  // namespace quits::settlement
