#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "base/int128.h"
#include "ledger/book.h"
#include "program/encoding.h"
#include "settlement/conversion.h"
#include "settlement/invariants/invariants.h"
#include "settlement/run_papers.h"
#include "settlement/run_solution.h"

namespace quits::settlement {
namespace {

using namespace program;

// Where a run stands, by its own entries.
struct Run {
  enum class At : std::uint8_t { draft, collected, proposed, approved, posted, ended };
  At at = At::draft;
  RunOpened opened;
  std::uint32_t proposal = 0;
  std::string opened_by, collected_by,
      proposed_by;                       // the last one; empty: the book itself, after a rejection
  std::map<std::string, RunAsks> asked;  // by the last proposal; who accepted is taken out
  std::set<std::string> rejected;
  std::vector<std::string> without;  // by the last proposal
  std::string posted_by;
  RunPosted posted;
  std::vector<ledger::Posting> postings;
};

using ledger::AccountKind;
using Sums = std::map<std::tuple<std::uint64_t, std::uint64_t, int, AccountKind>,
                      int128>;  // by owner, counterparty, currency and kind

// Judges every run from the log alone: its steps follow each other, what it collected was free, its
// hash is that of its documents, its proof holds (without the solver), whoever had to accept it
// did, a second person approved it, and it posted what it proposed, claim by claim. Payments never
// confirm more than it asked for.
class EveryRunIsProven final : public ledger::Invariant {
 public:
  std::string_view sentence() const override {
    return "every settlement run holds its documents alone, sets off the most its mode allows, and "
           "posts what was approved";
  }

  std::string check(const ledger::Record& record) override {
    const auto kind = record.kind();
    const bool of_run = kind >= kind::run_opened && kind <= kind::run_reversed;
    if (!of_run && kind != kind::party_registered && kind != kind::payment &&
        kind != kind::reversal && kind != kind::rates_recorded)
      return {};
    const auto fact = codec_.decode(record.fact);
    if (!fact) return of_run ? "the fact cannot be read: " + fact.error().message : std::string();
    papers_.remember(record);
    if (const auto* party = std::get_if<PartyRegistered>(&*fact)) {
      numbers_[party->key] = record.sequence.value;
    } else if (const auto* payment = std::get_if<Payment>(&*fact)) {
      return confirm(payment->reference, payment->applied, 1);
    } else if (const auto* reversal = std::get_if<Reversal>(&*fact)) {
      return confirm(reversal->reference, reversal->applied, -1);
    } else if (const auto* opened = std::get_if<RunOpened>(&*fact)) {
      if (runs_.count(opened->run) != 0) return "it was opened before";
      runs_[opened->run].opened = *opened;
      runs_[opened->run].opened_by = record.actor;
    } else if (const auto* rates = std::get_if<RatesRecorded>(&*fact)) {
      rates_[record.sequence.value] = *rates;
    } else if (const auto* collected = std::get_if<RunCollected>(&*fact)) {
      return collect(*collected, record);
    } else if (const auto* proposed = std::get_if<RunProposed>(&*fact)) {
      return propose(*proposed, record);
    } else if (const auto* answered = std::get_if<RunAnswered>(&*fact)) {
      return answer(*answered, record);
    } else if (const auto* approved = std::get_if<RunApproved>(&*fact)) {
      return approve(*approved, record);
    } else if (const auto* posted = std::get_if<RunPosted>(&*fact)) {
      return post(*posted, record);
    } else if (const auto* cancelled = std::get_if<RunCancelled>(&*fact)) {
      return cancel(*cancelled);
    } else if (const auto* reversed = std::get_if<RunReversed>(&*fact)) {
      return reverse(*reversed, record);
    }
    return {};
  }

 private:
  struct Order {
    int128 amount = 0;
    int128 confirmed = 0;
  };

  std::string collect(const RunCollected& collected, const ledger::Record& record);
  std::string check_conversions(const RunCollected& collected);
  std::string propose(const RunProposed& proposed, const ledger::Record& record);
  std::string answer(const RunAnswered& answered, const ledger::Record& record);
  std::string approve(const RunApproved& approved, const ledger::Record& record);
  Sums sums_of(const RunPosted& posted, const RunCollected& collected, const RunProposed& proposed);
  std::string post(const RunPosted& posted, const ledger::Record& record);
  std::string check_postings(const RunPosted& posted, const ledger::Record& record);
  std::string cancel(const RunCancelled& cancelled);
  std::string reverse(const RunReversed& reversed, const ledger::Record& record);
  std::string confirm(const std::string& reference, const std::vector<AppliedPayment>& payments,
                      int direction);
  void release(const RunCollected& collected, const std::vector<std::string>& parties);

  FactCodec codec_;
  RunPapers papers_{nullptr};
  std::map<std::string, Run> runs_;
  std::map<std::uint64_t, RatesRecorded> rates_;            // by the entry that recorded them
  std::unordered_map<std::string, std::string> holder_;     // the run that holds a document
  std::unordered_map<std::string, std::uint64_t> numbers_;  // of parties
  std::unordered_map<std::string, Order> orders_;           // by reference
};

// Who rejected a proposal leaves the run at the next one.
const std::string* stays_though_rejected(const Run& run) {
  for (const std::string& party : run.rejected) {
    if (std::find(run.without.begin(), run.without.end(), party) == run.without.end())
      return &party;
  }
  return nullptr;
}

std::string EveryRunIsProven::collect(const RunCollected& collected, const ledger::Record& record) {
  Run& run = runs_[collected.run];
  if (run.at != Run::At::draft) return "its documents were collected before, or it was ended";
  run.at = Run::At::collected;
  run.collected_by = record.actor;
  if (collected.as_of + 1 != record.sequence.value)
    return "it was collected as of another entry than the one before it";
  if (hash_of(collected) != collected.hash) return "its hash is not that of its documents";
  const ConversionsByPlace conversions(collected);
  for (std::size_t i = 0; i < collected.documents.size(); ++i) {
    const RunDocument& document = collected.documents[i];
    const RunConversion* conversion = conversions.at(i);
    const Currency currency = conversion == nullptr ? document.currency : conversion->currency;
    std::string& holder = holder_[document.number];
    if (!holder.empty()) return fmt::format("run {} holds {} already", holder, document.number);
    holder = collected.run;
    if (run.opened.currency && currency != *run.opened.currency) {
      return fmt::format("{} is not in the currency the run was opened for", document.number);
    }
    if (run.opened.due_until && document.due > *run.opened.due_until)
      return fmt::format("{} is due after the cut-off", document.number);
    if (compare_with_threshold(document.open_minor, document.currency, run.opened.above) <= 0)
      return fmt::format("{} is not above the threshold", document.number);
    const auto takes_part = [&](std::uint32_t place) {
      const auto& parties = run.opened.parties;
      return parties.empty() || std::find(parties.begin(), parties.end(),
                                          collected.parties.at(place)) != parties.end();
    };
    if (!takes_part(document.debtor) || !takes_part(document.creditor)) {
      return fmt::format("{} is not between parties the run was opened for", document.number);
    }
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

std::string EveryRunIsProven::propose(const RunProposed& proposed, const ledger::Record& record) {
  Run& run = runs_[proposed.run];
  if (run.at != Run::At::collected && run.at != Run::At::proposed)
    return "it was proposed at a time when it was not collected, or approved already";
  if (proposed.proposal != run.proposal + 1)
    return fmt::format("proposal {} follows {}", proposed.proposal, run.proposal);
  run.at = Run::At::proposed;
  run.proposal = proposed.proposal;
  run.proposed_by = record.id.source == ledger::kOwnSource ? std::string() : record.actor;
  run.asked.clear();
  for (const RunAsks& asks : proposed.asks) run.asked[asks.party] = asks;
  run.without = proposed.without;
  if (const std::string* party = stays_though_rejected(run))
    return fmt::format("{} rejected, and takes part all the same", *party);
  const RunCollected collected = papers_.collected(proposed.run);
  const Status holds = check_proposal(run.opened, collected, proposed);
  if (!proposed.without.empty()) release(collected, proposed.without);
  return holds ? std::string() : "its proof does not hold: " + holds.error().message;
}

std::string EveryRunIsProven::answer(const RunAnswered& answered, const ledger::Record& record) {
  Run& run = runs_[answered.run];
  if (run.at != Run::At::proposed || answered.proposal != run.proposal)
    return "it answers another proposal than the last";
  const auto asked = run.asked.find(answered.party);
  if (asked == run.asked.end())
    return fmt::format("{} was not asked, or has answered", answered.party);
  if (record.recorded.date() > asked->second.until)
    return fmt::format("{} answered after its day", answered.party);
  run.asked.erase(asked);
  if (answered.rejects) run.rejected.insert(answered.party);
  return {};
}

std::string EveryRunIsProven::approve(const RunApproved& approved, const ledger::Record& record) {
  Run& run = runs_[approved.run];
  if (run.at != Run::At::proposed) return "it was approved at a time when nothing was proposed";
  if (record.actor == run.opened_by || record.actor == run.collected_by ||
      record.actor == run.proposed_by)
    return fmt::format("{} prepared the run and approved it", record.actor);
  if (approved.proposal != run.proposal) return "another proposal was approved than the last";
  for (const auto& [party, asks] : run.asked) {
    if (asks.silence != Silence::accepts || asks.until >= record.recorded.date())
      return fmt::format("it was approved without {}'s word", party);
  }
  if (const std::string* party = stays_though_rejected(run))
    return fmt::format("it was approved although {} rejected", *party);
  run.at = Run::At::approved;
  return {};
}

// What the run posts: what it sets off and makes, and both sides of what it converts, for each pair as a sum too.
Sums EveryRunIsProven::sums_of(const RunPosted& posted, const RunCollected& collected, const RunProposed& proposed) {
  Sums sums;
  struct Pair {
    const RunConversion* conversion = nullptr;
    Currency into = Currency::none();
    int128 before = 0;
    int128 after = 0;
  };
  std::map<std::tuple<std::uint64_t, std::uint64_t, int>, Pair> pairs;
  const ConversionsByPlace conversions(collected);
  const std::vector<std::int64_t> taken = taken_from(collected, proposed);
  for (std::size_t i = 0; i < collected.documents.size(); ++i) {
    const RunDocument& document = collected.documents[i];
    const std::uint64_t creditor = numbers_[collected.parties.at(document.creditor)];
    const std::uint64_t debtor = numbers_[collected.parties.at(document.debtor)];
    sums[{creditor, debtor, document.currency.numeric(), AccountKind::claim}] -= proposed.set_off_minor[i];
    const RunConversion* conversion = conversions.at(i);
    if (conversion == nullptr || taken[i] == 0) continue;
    const int own = conversion->currency.numeric();
    sums[{creditor, debtor, own, AccountKind::claim}] -= conversion->open_minor;
    sums[{creditor, debtor, own, AccountKind::fx}] += conversion->open_minor;
    sums[{creditor, debtor, document.currency.numeric(), AccountKind::claim}] += document.open_minor;
    Pair& pair = pairs[{creditor, debtor, own}];
    pair = {conversion, document.currency, pair.before + conversion->open_minor, pair.after + document.open_minor};
  }
  for (const auto& [key, pair] : pairs) {
    const auto& [creditor, debtor, own] = key;
    const auto whole = converted(pair.before, pair.conversion->currency, pair.into, pair.conversion->rate, pair.conversion->divides);
    if (!whole) continue;  // it was refused: what it posted cannot be told
    sums[{creditor, debtor, pair.into.numeric(), AccountKind::fx}] -= *whole;
    sums[{creditor, debtor, pair.into.numeric(), AccountKind::rounding}] += *whole - pair.after;
  }
  for (const RunMade& made : posted.made) {
    if (!made.converted_from.empty()) continue;  // its claim was converted
    sums[{numbers_[made.creditor], numbers_[made.debtor], made.currency.numeric(), AccountKind::claim}] += made.amount_minor;
  }
  return sums;
}

std::string EveryRunIsProven::post(const RunPosted& posted, const ledger::Record& record) {
  Run& run = runs_[posted.run];
  if (run.at != Run::At::approved) return "it was posted without approval";
  run.at = Run::At::posted;
  run.posted_by = record.actor;
  run.posted = posted;
  run.postings = record.postings;
  if (record.effective != run.opened.on)
    return "it was posted on another day than it was opened for";
  for (const RunPayment& payment : posted.payments)
    orders_[payment.reference] = {payment.amount_minor, 0};
  return check_postings(posted, record);
}

std::string EveryRunIsProven::check_postings(const RunPosted& posted,
                                             const ledger::Record& record) {
  const Run& run = runs_[posted.run];
  const RunCollected collected = papers_.collected(posted.run);
  const RunProposed proposed = papers_.proposed(posted.run);
  if (proposed.set_off_minor.size() != collected.documents.size())
    return "it has not one amount for each document";
  Sums said = sums_of(posted, collected, proposed);
  for (const ledger::Posting& posting : record.postings) {
    const ledger::Account& account = posting.account;
    const bool converts = account.kind == AccountKind::fx || account.kind == AccountKind::rounding;
    if (account.kind != AccountKind::claim && (!converts || collected.conversions.empty()))
      return "a set-off posts to claims only";
    said[{account.owner.value, account.counterparty.value, account.currency.numeric(), account.kind}] -=
        posting.amount_minor;
  }
  release(collected, {});
  for (const auto& [key, difference] : said) {
    if (difference != 0)
      return fmt::format("what it posted on {} of party {} with party {} is not what was approved",
                         ledger::name_of(std::get<3>(key)), std::get<0>(key), std::get<1>(key));
  }
  const auto remains = remains_of(run.opened, collected, proposed);
  if (!remains || remains->payments != posted.payments || remains->made != posted.made) {
    return "it asks for other payments than the approved proposal leaves";
  }
  return {};
}

std::string EveryRunIsProven::cancel(const RunCancelled& cancelled) {
  Run& run = runs_[cancelled.run];
  if (run.at == Run::At::posted || run.at == Run::At::ended)
    return "it was posted or ended before it was cancelled";
  const bool was_collected = run.at != Run::At::draft;
  run.at = Run::At::ended;
  if (was_collected) release(papers_.collected(cancelled.run), {});
  return was_collected == cancelled.was_collected
             ? std::string()
             : "it says something else than it did about its documents";
}

std::string EveryRunIsProven::reverse(const RunReversed& reversed, const ledger::Record& record) {
  Run& run = runs_[reversed.run];
  if (run.at != Run::At::posted) return "it was reversed before it was posted, or twice";
  run.at = Run::At::ended;
  if (record.actor == run.posted_by)
    return fmt::format("{} posted the run and reversed it", record.actor);
  RunReversed expected = reversed;
  expected.withdrawn.clear();
  expected.freed.clear();
  expected.unmade.clear();
  for (const RunPayment& payment : run.posted.payments) {
    if (orders_[payment.reference].confirmed != 0)
      return fmt::format("payment {} had been made", payment.reference);
    expected.withdrawn.push_back(payment.reference);
    expected.freed.insert(expected.freed.end(), payment.parts.begin(), payment.parts.end());
  }
  for (const RunMade& made : run.posted.made) expected.unmade.push_back(made.number);
  if (expected != reversed) return "it takes back other payments or documents than the run made";
  const bool same = std::equal(
      run.postings.begin(), run.postings.end(), record.postings.begin(), record.postings.end(),
      [](const ledger::Posting& before, const ledger::Posting& back) {
        return back.account == before.account && back.amount_minor == -before.amount_minor;
      });
  return same ? std::string() : "it takes back something else than it posted";
}

std::string EveryRunIsProven::confirm(const std::string& reference,
                                      const std::vector<AppliedPayment>& payments, int direction) {
  for (const AppliedPayment& applied : payments) {
    const auto order = orders_.find(applied.order.empty() ? reference : applied.order);
    if (order == orders_.end()) continue;
    const int128 amount = applied.to_pay_minor;
    order->second.confirmed += direction * (amount < 0 ? -amount : amount);
    if (order->second.confirmed < 0 || order->second.confirmed > order->second.amount) {
      return fmt::format("more is paid, or taken back, of {} than it asked for", order->first);
    }
  }
  return {};
}

void EveryRunIsProven::release(const RunCollected& collected,
                               const std::vector<std::string>& parties) {
  for (const RunDocument& document : collected.documents) {
    const auto is_named = [&](std::uint32_t place) {
      return std::find(parties.begin(), parties.end(), collected.parties.at(place)) !=
             parties.end();
    };
    if (!parties.empty() && !is_named(document.debtor) && !is_named(document.creditor)) continue;
    const auto held = holder_.find(document.number);
    if (held != holder_.end() && held->second == collected.run) holder_.erase(held);
  }
}

}  // namespace

std::unique_ptr<ledger::Invariant> every_run_is_proven() {
  return std::make_unique<EveryRunIsProven>();
}

}  // namespace quits::settlement
