// A settlement run into the books, and out of them: posted, cancelled, reversed.
#include <fmt/core.h>

#include <map>
#include <tuple>

#include "settlement/run_solution.h"
#include "settlement/rules.h"

namespace quits::settlement {

using namespace program;

namespace {

// Claims by owner, counterparty and currency; each posted once, however many documents it has.
class Claims {
 public:
  void add(PartyNumber owner, PartyNumber counterparty, Currency currency, std::int64_t amount) {
    sums_[{owner.value, counterparty.value, currency.numeric()}] += amount;
  }
  Result<std::vector<ledger::Posting>> postings() const {
    std::vector<ledger::Posting> postings;
    for (const auto& [key, sum] : sums_) {
      TRY(const std::int64_t amount, to_minor(sum, 1, Rounding::half_away_from_zero));
      const auto& [owner, counterparty, currency] = key;
      if (amount == 0) continue;
      postings.push_back({{PartyNumber{owner}, PartyNumber{counterparty}, ledger::AccountKind::claim, *Currency::from_numeric(currency)}, amount});
    }
    return postings;
  }

 private:
  std::map<std::tuple<std::uint64_t, std::uint64_t, int>, int128> sums_;
};

}  // namespace

Result<ledger::Receipt> Rules::apply(RunPosted fact, const Case& on) {
  TRY(const RunRow row, run_in(fact.run, {RunState::approved}, "posted"));
  TRY(const RunOpened opened, read_as<RunOpened>(row.opened, on.writer));
  TRY(const RunCollected collected, read_as<RunCollected>(row.collected, on.writer));
  TRY(const RunProposed proposed, read_as<RunProposed>(row.proposed, on.writer));
  // The proof once more, from what the log holds: a run whose proof fails is never posted.
  TRY_STATUS(check_proposal(opened, collected, proposed));
  TRY(Remains remains, remains_of(opened, collected, proposed));
  fact.payments = std::move(remains.payments);
  fact.made = std::move(remains.made);

  Parties& parties = program_.registers().parties;
  std::vector<PartyNumber> numbers;
  for (const std::string& party : collected.parties) {
    TRY(const Party* known, parties.get(party));
    numbers.push_back(known->number);
  }
  Claims claims;
  for (std::size_t i = 0; i < collected.documents.size(); ++i) {
    if (proposed.set_off_minor[i] == 0) continue;
    const RunDocument& document = collected.documents[i];
    const Invoice* known = documents_.invoices.find(document.number);
    const bool is_open = known != nullptr && known->run == fact.run &&
                         (document.open_minor < 0 ? known->free_minor() <= document.open_minor : known->free_minor() >= document.open_minor);
    if (!is_open) {
      return refuse(Code::run_state, fmt::format("less of {} is open than when it was collected", document.number),
                    fmt::format("cancel the run and open another: quits run cancel {}", fact.run));
    }
    claims.add(numbers[document.creditor], numbers[document.debtor], document.currency, -proposed.set_off_minor[i]);
  }
  for (const RunMade& made : fact.made) {
    if (documents_.invoices.find(made.number) != nullptr) {
      return refuse(Code::already_exists, fmt::format("there is a document {} already, which run {} would make", made.number, fact.run),
                    fmt::format("cancel the run and open it under another key: quits run cancel {}", fact.run));
    }
    TRY(const Party* creditor, parties.get(made.creditor));
    const PartyNumber creditor_number = creditor->number;
    TRY(const Party* debtor, parties.get(made.debtor));
    claims.add(creditor_number, debtor->number, made.currency, made.amount_minor);
  }
  ledger::Draft draft;
  draft.id = on.submission.id;
  draft.effective = opened.on;
  draft.relates_to = row.approved;
  TRY(draft.postings, claims.postings());
  draft.fact = codec_.encode(fact);
  return on.writer.append(std::move(draft));
}

Result<ledger::Receipt> Rules::apply(RunCancelled fact, const Case& on) {
  TRY(const RunRow row,
      run_in(fact.run, {RunState::draft, RunState::collected, RunState::proposed, RunState::approved}, "cancelled"));
  fact.was_collected = bool{row.collected};
  return append(fact, on.writer.now().date(), row.opened, on);
}

Result<ledger::Receipt> Rules::apply(RunReversed fact, const Case& on) {
  TRY(const RunRow row, run_in(fact.run, {RunState::posted, RunState::settled}, "reversed"));
  const ledger::Record posted_record = on.writer.read(row.posted);
  if (posted_record.actor == on.writer.actor()) {
    return refuse(Code::same_person, fmt::format("{} posted run {}", on.writer.actor(), fact.run), "a second person reverses it: --as NAME");
  }
  TRY(const RunPosted posted, read_as<RunPosted>(row.posted, on.writer));
  for (const RunPayment& payment : posted.payments) {
    const RunOrder* order = documents_.runs.order(payment.reference);
    if (order != nullptr && order->confirmed_minor != 0) {
      return refuse(Code::not_reversible, fmt::format("payment {} of run {} was made", payment.reference, fact.run),
                    "reverse its payments first: quits reverse ENTRY");
    }
    fact.withdrawn.push_back(payment.reference);
    fact.freed.insert(fact.freed.end(), payment.parts.begin(), payment.parts.end());
  }
  for (const RunMade& made : posted.made) {
    const Invoice* document = documents_.invoices.find(made.number);
    if (document == nullptr || document->open_minor != made.amount_minor || !document->run.empty()) {
      return refuse(Code::not_reversible, fmt::format("{} of run {} was settled since", made.number, fact.run), "reverse that first");
    }
    fact.unmade.push_back(made.number);
  }
  ledger::Draft draft;
  draft.id = on.submission.id;
  draft.effective = fact.on.value_or(on.writer.now().date());
  draft.relates_to = row.posted;
  for (const ledger::Posting& posting : posted_record.postings) draft.postings.push_back({posting.account, -posting.amount_minor});
  draft.fact = codec_.encode(fact);
  return on.writer.append(std::move(draft));
}

}  // namespace quits::settlement
