// A settlement run into the books, and out of them: posted, cancelled, reversed.
#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "settlement/conversion.h"
#include "settlement/document_numbers.h"
#include "settlement/run_solution.h"
#include "settlement/rules.h"

namespace quits::settlement {

using namespace program;

namespace {

// Sums by account; each posted once, however many documents it has.
class Sums {
 public:
  void claim(PartyNumber owner, PartyNumber counterparty, Currency currency, std::int64_t amount) {
    add(ledger::AccountKind::claim, owner, counterparty, currency, amount);
  }
  // The document leaves the books in its own currency, and enters them in the run's.
  void convert(PartyNumber owner, PartyNumber counterparty, const RunConversion& conversion, const RunDocument& document) {
    claim(owner, counterparty, conversion.currency, -conversion.open_minor);
    add(ledger::AccountKind::fx, owner, counterparty, conversion.currency, conversion.open_minor);
    claim(owner, counterparty, document.currency, document.open_minor);
    Converted& pair = converted_[{owner.value, counterparty.value, conversion.currency.numeric()}];
    pair.conversion = conversion;
    pair.into = document.currency;
    pair.before += conversion.open_minor;
    pair.after += document.open_minor;
  }
  // What was converted between two is on fx as their sum converts; on rounding is what the single ones were rounded by.
  Status close_conversions() {
    for (const auto& [key, pair] : converted_) {
      const auto& [owner, counterparty, currency] = key;
      TRY(const std::int64_t whole, converted(pair.before, pair.conversion.currency, pair.into, pair.conversion.rate, pair.conversion.divides));
      add(ledger::AccountKind::fx, PartyNumber{owner}, PartyNumber{counterparty}, pair.into, -int128{whole});
      add(ledger::AccountKind::rounding, PartyNumber{owner}, PartyNumber{counterparty}, pair.into, whole - pair.after);
    }
    return {};
  }
  Result<std::vector<ledger::Posting>> postings() const {
    std::vector<ledger::Posting> postings;
    for (const auto& [key, sum] : sums_) {
      TRY(const std::int64_t amount, to_minor(sum, 1, Rounding::half_away_from_zero));
      const auto& [owner, counterparty, currency, kind] = key;
      if (amount == 0) continue;
      postings.push_back({{PartyNumber{owner}, PartyNumber{counterparty}, kind, *Currency::from_numeric(currency)}, amount});
    }
    return postings;
  }

 private:
  struct Converted {
    RunConversion conversion;  // any of them: one rate between two currencies
    Currency into = Currency::none();
    int128 before = 0;
    int128 after = 0;
  };
  void add(ledger::AccountKind kind, PartyNumber owner, PartyNumber counterparty, Currency currency, int128 amount) {
    sums_[{owner.value, counterparty.value, currency.numeric(), kind}] += amount;
  }

  std::map<std::tuple<std::uint64_t, std::uint64_t, int, ledger::AccountKind>, int128> sums_;
  std::map<std::tuple<std::uint64_t, std::uint64_t, int>, Converted> converted_;
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
  Sums sums;
  const ConversionsByPlace conversions(collected);
  const std::vector<std::int64_t> taken = taken_from(collected, proposed);
  for (std::size_t i = 0; i < collected.documents.size(); ++i) {
    if (taken[i] == 0) continue;
    const RunDocument& document = collected.documents[i];
    const RunConversion* conversion = conversions.at(i);
    const std::int64_t open = conversion == nullptr ? document.open_minor : conversion->open_minor;
    const Invoice* known = documents_.invoices.find(document.number);
    const bool is_open =
        known != nullptr && known->run == fact.run && (open < 0 ? known->free_minor() <= open : known->free_minor() >= open);
    if (!is_open) {
      return refuse(Code::run_state, fmt::format("less of {} is open than when it was collected", document.number),
                    fmt::format("cancel the run and open another: quits run cancel {}", fact.run));
    }
    if (conversion != nullptr) sums.convert(numbers[document.creditor], numbers[document.debtor], *conversion, document);
    sums.claim(numbers[document.creditor], numbers[document.debtor], document.currency, -proposed.set_off_minor[i]);
  }
  TRY_STATUS(sums.close_conversions());
  for (const RunMade& made : fact.made) {
    if (documents_.invoices.find(made.number) != nullptr) {
      return refuse(Code::already_exists, fmt::format("there is a document {} already, which run {} would make", made.number, fact.run),
                    fmt::format("cancel the run and open it under another key: quits run cancel {}", fact.run));
    }
    // The party may have come after the run was opened: its next invoice would find its number taken.
    const auto issuer = issuer_in(made.number);
    if (issuer && parties.find(*issuer) != nullptr) {
      return refuse(Code::run_state, fmt::format("{} would be numbered like an invoice of {}", made.number, *issuer),
                    fmt::format("cancel the run and open it under another key: quits run cancel {}", fact.run));
    }
    if (!made.converted_from.empty()) continue;  // its claim is there already
    TRY(const Party* creditor, parties.get(made.creditor));
    const PartyNumber creditor_number = creditor->number;
    TRY(const Party* debtor, parties.get(made.debtor));
    sums.claim(creditor_number, debtor->number, made.currency, made.amount_minor);
  }
  ledger::Draft draft;
  draft.id = on.submission.id;
  draft.effective = opened.on;
  draft.relates_to = row.approved;
  TRY(draft.postings, sums.postings());
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
  const Date day = fact.on.value_or(std::max(on.writer.now().date(), posted_record.effective));
  if (day < posted_record.effective) {
    return refuse_field("run_reversed.on", Code::date_out_of_range,
                        fmt::format("is {}, before the run of {}", day.to_string(), posted_record.effective.to_string()));
  }
  TRY(const RunPosted posted, read_as<RunPosted>(row.posted, on.writer));
  std::map<std::string, std::int64_t> asked;  // by this run, of each document
  for (const RunPayment& payment : posted.payments) {
    const RunOrder* order = documents_.runs.order(payment.reference);
    if (order != nullptr && order->confirmed_minor != 0) {
      return refuse(Code::not_reversible, fmt::format("payment {} of run {} was made", payment.reference, fact.run),
                    "reverse its payments first: quits reverse ENTRY");
    }
    fact.withdrawn.push_back(payment.reference);
    fact.freed.insert(fact.freed.end(), payment.parts.begin(), payment.parts.end());
    for (const RunPart& part : payment.parts) asked[part.number] += part.amount_minor;
  }
  for (const RunMade& made : posted.made) {
    const Invoice* document = documents_.invoices.find(made.number);
    if (document == nullptr || document->open_minor != made.amount_minor || !document->run.empty()) {
      return refuse(Code::not_reversible, fmt::format("{} of run {} was settled since", made.number, fact.run), "reverse that first");
    }
    if (document->to_pay_minor != asked[made.number]) {
      return refuse(Code::not_reversible, fmt::format("{} of run {} is on a later payment list", made.number, fact.run),
                    "reverse the run that asks for it first: quits run reverse RUN");
    }
    fact.unmade.push_back(made.number);
  }
  ledger::Draft draft;
  draft.id = on.submission.id;
  draft.effective = day;
  draft.relates_to = row.posted;
  for (const ledger::Posting& posting : posted_record.postings) draft.postings.push_back({posting.account, -posting.amount_minor});
  draft.fact = codec_.encode(fact);
  return on.writer.append(std::move(draft));
}

}  // namespace quits::settlement
