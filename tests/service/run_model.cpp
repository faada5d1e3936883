#include "tests/service/run_model.h"

#include <algorithm>
#include <tuple>

namespace quits::test {

using namespace program;

namespace {

std::int64_t size_of(std::int64_t value) { return value < 0 ? -value : value; }

std::int64_t minor_of(const Payment& payment) {
  __int128 minor = payment.amount.millionths();
  for (int place = 0; place < payment.currency.exponent(); ++place) minor *= 10;
  return static_cast<std::int64_t>(minor / 1'000'000);
}

std::string numbered(const std::string& prefix, const std::string& run, std::size_t number) {
  std::string digits = std::to_string(number);
  return prefix + "-" + run + "-" + std::string(5 - digits.size(), '0') + digits;
}

}  // namespace

std::int64_t RunModelDocument::disputed() const {
  std::int64_t claimed = 0;
  for (const auto& [id, dispute] : disputes) {
    if (dispute.state == "open" || dispute.state == "waiting") claimed += size_of(dispute.amount);
  }
  const std::int64_t kept = std::min(claimed, size_of(open - to_pay));
  return gross < 0 ? -kept : kept;
}

bool RunModel::is_in(const RunModelRun& run, const std::string& number) const {
  const RunModelDocument& document = documents.at(number);
  return run.without.count(document.creditor) == 0 && run.without.count(document.debtor) == 0;
}

std::int64_t RunModel::payments_open(const RunModelRun& run) const {
  return std::count_if(run.lists.begin(), run.lists.end(), [&](const std::string& reference) {
    const RunModelList& list = lists.at(reference);
    return !list.withdrawn && list.confirmed != list.amount;
  });
}

std::set<std::string> RunModel::silent_rejections(const RunModelRun& run, Date today) const {
  std::set<std::string> silent;
  for (const auto& [party, asks] : run.asked) {
    if (asks.silence == Silence::rejects && asks.until < today) silent.insert(party);
  }
  return silent;
}

std::int64_t RunModel::asks_of(const RunModelList& list, const std::string& number) const {
  const auto left = list.left.find(number);
  return left == list.left.end() || list.withdrawn ? 0 : left->second;
}

void RunModel::ask(const std::string& reference, RunModelList list) {
  list.made = ++made_;
  for (const auto& [number, part] : list.parts) {
    documents.at(number).to_pay += part;
    list.left[number] = size_of(part);
  }
  lists[reference] = std::move(list);
}

void RunModel::settle(Period period) {
  std::map<std::pair<std::string, Currency>, std::vector<std::string>> pairs;  // with the operator
  for (const auto& [number, document] : documents) {
    if (document.kind != settlement::DocumentKind::invoice || *document.period > period) continue;
    pairs[{document.creditor == "ACME" ? document.debtor : document.creditor, document.currency}]
        .push_back(number);
  }
  std::size_t payments_made = 0;
  // In the order of the smaller party's name: all of A to E come before or after "ACME" as their
  // names do.
  std::vector<std::pair<std::pair<std::string, Currency>, std::vector<std::string>>> sorted(
      pairs.begin(), pairs.end());
  std::sort(sorted.begin(), sorted.end(), [](const auto& one, const auto& other) {
    const auto key = [](const auto& entry) {
      return std::pair(std::min<std::string>(entry.first.first, "ACME"),
                       std::max<std::string>(entry.first.first, "ACME"));
    };
    return key(one) < key(other);
  });
  for (auto& [pair, numbers] : sorted) {
    const std::string partner = pair.first;
    const Currency currency = pair.second;
    std::sort(
        numbers.begin(), numbers.end(), [&](const std::string& one, const std::string& other) {
          return std::tie(documents.at(one).due, one) < std::tie(documents.at(other).due, other);
        });
    const auto to_partner = [&](const RunModelDocument& document) {
      const std::int64_t free = document.run.empty() ? document.free() : 0;
      return document.creditor == partner ? free : -free;
    };
    std::int64_t plus = 0;
    std::int64_t minus = 0;
    for (const std::string& number : numbers)
      (to_partner(documents.at(number)) > 0 ? plus : minus) +=
          size_of(to_partner(documents.at(number)));
    std::int64_t rest_plus = std::min(plus, minus);
    std::int64_t rest_minus = rest_plus;
    RunModelList list;
    for (const std::string& number : numbers) {
      RunModelDocument& document = documents.at(number);
      const std::int64_t amount = to_partner(document);
      std::int64_t& rest = amount > 0 ? rest_plus : rest_minus;
      const std::int64_t part = std::min(rest, size_of(amount));
      rest -= part;
      const std::int64_t sign = document.gross < 0 ? -1 : 1;
      document.open -= sign * part;
      if (size_of(amount) > part) list.parts[number] = sign * (size_of(amount) - part);
    }
    if (plus == minus) continue;
    list.amount = size_of(plus - minus);
    list.payer = plus > minus ? "ACME" : partner;
    list.payee = plus > minus ? partner : "ACME";
    list.currency = currency;
    ask(numbered("PAY", period.to_string(), ++payments_made), list);
  }
}

// The book says how it divided the payment; here it is done again and compared.
std::string RunModel::pay(const Step& step, const Payment& recorded) {
  std::int64_t rest = minor_of(recorded);
  std::map<std::tuple<std::string, std::string>, std::pair<std::int64_t, std::int64_t>>
      expected;  // (document, list) -> paid, of it listed
  const auto take = [&](const std::string& number, const std::string& reference, std::int64_t paid,
                        std::int64_t listed) {
    RunModelDocument& document = documents.at(number);
    const std::int64_t sign = document.gross < 0 ? -1 : 1;
    document.open -= sign * paid;
    document.to_pay -= sign * listed;
    if (const auto list = lists.find(reference); list != lists.end()) {
      list->second.confirmed += listed;
      list->second.left[number] -= listed;
    }
    expected[{number, reference}].first += sign * paid;
    expected[{number, reference}].second += sign * listed;
  };
  if (const auto named = lists.find(recorded.reference);
      named != lists.end() && !named->second.withdrawn) {
    std::vector<std::string> order;
    for (const auto& [number, part] : named->second.parts) order.push_back(number);
    std::sort(order.begin(), order.end(), [&](const std::string& one, const std::string& other) {
      return std::tie(documents.at(one).due, one) < std::tie(documents.at(other).due, other);
    });
    for (const std::string& number : order) {
      const std::int64_t part = std::min(rest, asks_of(named->second, number));
      rest -= part;
      take(number, recorded.reference, part, part);
    }
  } else {
    const std::string& number = recorded.reference;
    std::vector<std::string> on;
    for (const auto& [reference, list] : lists) {
      if (asks_of(list, number) != 0) on.push_back(reference);
    }
    std::sort(on.begin(), on.end(), [&](const std::string& one, const std::string& other) {
      return lists.at(one).made > lists.at(other).made;
    });
    for (const std::string& reference : on) {
      const std::int64_t part = std::min(rest, asks_of(lists.at(reference), number));
      rest -= part;
      take(number, reference, part, part);
    }
    take(number, number, rest, std::min(rest, size_of(documents.at(number).to_pay)));
  }
  std::int64_t sum = 0;
  std::int64_t said = 0;
  std::map<std::string, std::pair<std::int64_t, std::int64_t>> of_document;
  for (const auto& [key, amounts] : expected) {
    sum += size_of(amounts.first);
    of_document[std::get<0>(key)].first += amounts.first;
    of_document[std::get<0>(key)].second += amounts.second;
  }
  for (const AppliedPayment& applied : recorded.applied) {
    said += size_of(applied.amount_minor);
    of_document[applied.invoice].first -= applied.amount_minor;
    of_document[applied.invoice].second -= applied.to_pay_minor;
  }
  payments[step.id] = recorded;
  for (const auto& [number, difference] : of_document) {
    if (difference.first != 0 || difference.second != 0)
      return "the payment was divided in another way: " + number;
  }
  return sum == said ? std::string() : "another amount was paid";
}

void RunModel::add_invoice(const settlement::Invoice& issued) {
  RunModelDocument document;
  document.creditor = issued.issuer;
  document.debtor = issued.recipient;
  document.currency = issued.currency;
  document.due = issued.due_on;
  document.gross = document.open = issued.gross_minor;
  document.kind = settlement::DocumentKind::invoice;
  document.period = issued.period;
  documents.emplace(issued.number, std::move(document));
}

std::string RunModel::apply(const Step& step, const Fact& recorded) {
  if (const auto* fact = std::get_if<ObligationReported>(&recorded)) {
    RunModelDocument made;
    made.creditor = fact->creditor;
    made.debtor = fact->debtor;
    made.currency = fact->currency;
    made.due = fact->due_on.value_or(fact->on);
    made.gross = made.open = fact->amount_minor;
    made.reported_by = fact->reported_by;
    made.awaited =
        parties.at(fact->reported_by == fact->debtor ? fact->creditor : fact->debtor).confirms;
    documents[fact->number] = std::move(made);
  }
  if (const auto* fact = std::get_if<ObligationConfirmed>(&recorded)) {
    RunModelDocument& document = documents.at(fact->number);
    document.awaited = false;
    document.refused = fact->refuses;
    if (fact->refuses) document.open = 0;
  }
  if (const auto* fact = std::get_if<ObligationFlagged>(&recorded)) {
    documents.at(fact->number).flags = {fact->flags.begin(), fact->flags.end()};
  }
  if (const auto* fact = std::get_if<PartyHeld>(&recorded)) {
    parties.at(fact->party).hold = fact->hold;
  }
  if (const auto* fact = std::get_if<Payment>(&recorded)) {
    const std::string complaint = pay(step, *fact);
    if (!complaint.empty()) return complaint;
  }
  if (const auto* fact = std::get_if<Reversal>(&recorded)) {
    const Payment& payment = payments.at(fact->of.id);
    for (const AppliedPayment& applied : payment.applied) {
      documents.at(applied.invoice).open += applied.amount_minor;
      documents.at(applied.invoice).to_pay += applied.to_pay_minor;
      const auto list = lists.find(applied.order.empty() ? payment.reference : applied.order);
      if (list == lists.end()) continue;
      list->second.confirmed -= size_of(applied.to_pay_minor);
      list->second.left[applied.invoice] += size_of(applied.to_pay_minor);
    }
    reversed.insert(fact->of.id);
  }
  if (const auto* fact = std::get_if<DisputeOpened>(&recorded)) {
    documents.at(fact->document).disputes[step.id] = {
        fact->amount_minor, fact->by, step.actor, "open", {}};
  }
  if (const auto* fact = std::get_if<DisputeResolved>(&recorded)) {
    for (auto& [number, document] : documents) {
      const auto dispute = document.disputes.find(fact->dispute.id);
      if (dispute == document.disputes.end()) continue;
      dispute->second.state = fact->outcome == DisputeOutcome::upheld ? "waiting" : "ended";
      dispute->second.until = Period::of(fact->on);
    }
  }
  if (const auto* fact = std::get_if<PeriodClosed>(&recorded)) {
    for (auto& [number, document] : documents) {
      for (auto& [id, dispute] : document.disputes) {
        if (dispute.state == "waiting" && *dispute.until <= fact->period) dispute.state = "upheld";
      }
    }
  }
  if (const auto* fact = std::get_if<PeriodSettled>(&recorded)) {
    settle(fact->period);
  }
  const std::string complaint = apply_to_run(step, recorded);
  for (auto& [key, run] : runs) {
    if (run.state == "posted" || run.state == "settled")
      run.state = payments_open(run) == 0 ? "settled" : "posted";
  }
  return complaint;
}

}  // namespace quits::test
