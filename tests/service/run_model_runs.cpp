#include <algorithm>
#include <tuple>

#include "tests/service/run_model.h"

namespace quits::test {

using namespace program;

namespace {

std::int64_t size_of(std::int64_t value) { return value < 0 ? -value : value; }

// More than a threshold, however many places the currency has.
int against(std::int64_t minor, Currency currency, Decimal threshold) {
  __int128 scale = 1;
  for (int place = 0; place < currency.exponent(); ++place) scale *= 10;
  const __int128 left = static_cast<__int128>(size_of(minor)) * 1'000'000;
  const __int128 right = static_cast<__int128>(threshold.millionths()) * scale;
  return left < right ? -1 : left == right ? 0 : 1;
}

std::string numbered(const std::string& prefix, const std::string& run, std::size_t number) {
  std::string digits = std::to_string(number);
  return prefix + "-" + run + "-" + std::string(5 - digits.size(), '0') + digits;
}

}  // namespace

std::map<std::string, RunExclusion> RunModel::exclusions_of(const RunModelRun& run,
                                                            std::vector<std::string>& taken) const {
  std::map<std::string, RunExclusion> excluded;
  for (const auto& [number, document] : documents) {
    if (document.open == document.to_pay) continue;
    const RunOpened& opened = run.opened;
    const RunModelParty& creditor = parties.at(document.creditor);
    const RunModelParty& debtor = parties.at(document.debtor);
    const auto named = [&](const std::string& party) {
      return opened.parties.empty() ||
             std::count(opened.parties.begin(), opened.parties.end(), party) != 0;
    };
    const auto agrees = [&](const RunModelParty& party) {
      return opened.mode == NettingMode::bilateral || party.modes.count(opened.mode) != 0;
    };
    const auto held = [&](HoldKind kind) { return creditor.hold == kind || debtor.hold == kind; };
    RunExclusion why = RunExclusion::none;
    if (opened.currency && *opened.currency != document.currency) {
      why = RunExclusion::currency;
    } else if (document.awaited || document.refused) {
      why = RunExclusion::not_confirmed;
    } else if (document.free() == 0) {
      why = RunExclusion::disputed;
    } else if (document.flags.count("in_enforcement") != 0) {
      why = RunExclusion::in_enforcement;
    } else if (document.flags.count("assigned") != 0) {
      why = RunExclusion::assigned;
    } else if (document.flags.count("related_party") != 0) {
      why = RunExclusion::related_party;
    } else if (document.flags.count("on_hold") != 0 || held(HoldKind::on_hold)) {
      why = RunExclusion::on_hold;
    } else if (!document.run.empty()) {
      why = RunExclusion::in_another_run;
    } else if (held(HoldKind::insolvent)) {
      why = RunExclusion::insolvent;
    } else if (!named(document.creditor) || !named(document.debtor)) {
      why = RunExclusion::not_a_participant;
    } else if (!agrees(creditor) || !agrees(debtor)) {
      why = RunExclusion::not_agreed;
    } else if (opened.due_until && document.due > *opened.due_until) {
      why = RunExclusion::due_later;
    } else if (against(document.free(), document.currency, opened.above) <= 0) {
      why = RunExclusion::small;
    }
    if (why == RunExclusion::none) {
      taken.push_back(number);
    } else {
      excluded[number] = why;
    }
  }
  return excluded;
}

std::string RunModel::collect(const RunCollected& collected, const std::string& actor) {
  RunModelRun& run = runs.at(collected.run);
  const auto excluded = exclusions_of(run, run.documents);
  run.state = "collected";
  run.collected_by = actor;
  std::vector<std::string> numbers;
  for (const RunDocument& document : collected.documents) {
    numbers.push_back(document.number);
    run.frozen[document.number] = document.open_minor;
    if (document.open_minor != documents.at(document.number).free())
      return document.number + " was collected with another amount than is free";
  }
  std::sort(numbers.begin(), numbers.end());
  if (numbers != run.documents) return "other documents were collected";
  std::map<std::string, RunExclusion> said;
  for (const RunExcluded& one : collected.excluded) said[one.number] = one.reason;
  if (said != excluded) return "other documents were left out, or for other reasons";
  for (const std::string& number : numbers) documents.at(number).run = collected.run;
  return {};
}

// Everybody gives up what it gets, in every currency; and what the mode promises.
std::string RunModel::check_amounts(const RunModelRun& run) const {
  std::map<std::pair<std::string, Currency>, __int128> change;
  std::map<std::tuple<std::string, std::string, Currency>, std::int64_t> left;  // debtor, creditor
  for (const auto& [number, amount] : run.set_off) {
    const RunModelDocument& document = documents.at(number);
    const std::int64_t frozen = run.frozen.at(number);
    if (size_of(amount) > size_of(frozen) || (amount != 0 && (amount < 0) != (frozen < 0)))
      return "more than all of " + number + " is set off";
    if (!is_in(run, number)) {
      if (amount != 0) return number + " has left and is set off";
      continue;
    }
    if (run.opened.mode == NettingMode::centre && amount != frozen)
      return "a centre takes over a part of " + number;
    if (run.opened.whole_documents && amount != 0 && amount != frozen)
      return "a part of " + number + " is set off";
    change[{document.creditor, document.currency}] += amount;
    change[{document.debtor, document.currency}] -= amount;
    const bool turned = frozen < 0;
    if (amount != frozen) {
      left[{turned ? document.creditor : document.debtor,
            turned ? document.debtor : document.creditor, document.currency}] +=
          size_of(frozen - amount);
    }
  }
  if (run.opened.mode == NettingMode::centre) return {};
  for (const auto& [key, sum] : change) {
    if (sum != 0) return key.first + " gives up another amount than it gets";
  }
  if (run.opened.whole_documents) return {};
  for (const auto& [key, amount] : left) {
    const auto& [debtor, creditor, currency] = key;
    if (run.opened.mode == NettingMode::bilateral) {
      if (left.count({creditor, debtor, currency}) != 0)
        return debtor + " and " + creditor + " still owe each other";
      continue;
    }
    // Multilateral: no loop is left.
    std::set<std::string> reached{creditor};
    for (bool grows = true; grows;) {
      grows = false;
      for (const auto& [other, rest] : left) {
        if (std::get<2>(other) == currency && reached.count(std::get<0>(other)) != 0)
          grows = reached.insert(std::get<1>(other)).second || grows;
      }
    }
    if (reached.count(debtor) != 0) return "a loop through " + debtor + " is left";
  }
  return {};
}

std::string RunModel::apply_proposal(const RunProposed& proposed, const std::string& actor,
                                     Date today) {
  RunModelRun& run = runs.at(proposed.run);
  run.state = "proposed";
  run.proposed_by = actor;
  ++run.proposal;
  if (proposed.proposal != run.proposal) return "the proposal has another number";
  if (std::set<std::string>(proposed.without.begin(), proposed.without.end()) != run.without)
    return "others have left";
  // Documents of the book stand by currency and number.
  std::vector<std::string> order = run.documents;
  std::sort(order.begin(), order.end(), [&](const std::string& one, const std::string& other) {
    return std::tuple(documents.at(one).currency.numeric(), one) <
           std::tuple(documents.at(other).currency.numeric(), other);
  });
  if (proposed.set_off_minor.size() != order.size()) return "not every document has an amount";
  run.set_off.clear();
  for (std::size_t i = 0; i < order.size(); ++i) run.set_off[order[i]] = proposed.set_off_minor[i];
  std::set<std::string> concerned;
  for (const std::string& number : run.documents) {
    RunModelDocument& document = documents.at(number);
    if (is_in(run, number)) {
      concerned.insert(document.creditor);
      concerned.insert(document.debtor);
    } else if (document.run == proposed.run) {
      document.run.clear();
    }
  }
  run.asked.clear();
  run.answered.clear();
  for (const std::string& party : concerned) {
    const RunModelParty& known = parties.at(party);
    if (known.answers)
      run.asked[party] = {party,
                          today.plus_days(static_cast<std::int32_t>(known.answer_days)).value(),
                          known.silence};
  }
  std::map<std::string, RunAsks> said;
  for (const RunAsks& asks : proposed.asks) said[asks.party] = asks;
  if (said != run.asked) return "others are asked";
  return check_amounts(run);
}

std::string RunModel::post(const RunPosted& posted, const std::string& actor) {
  RunModelRun& run = runs.at(posted.run);
  run.posted_by = actor;
  std::map<std::tuple<std::string, std::string, int>, RunModelList> left;
  std::map<std::pair<std::string, Currency>, std::int64_t> positions;
  for (const std::string& number : run.documents) {
    RunModelDocument& document = documents.at(number);
    if (document.run == posted.run) document.run.clear();
    if (!is_in(run, number)) continue;
    document.open -= run.set_off.at(number);
    positions[{document.creditor, document.currency}] += run.frozen.at(number);
    positions[{document.debtor, document.currency}] -= run.frozen.at(number);
    const std::int64_t rest = run.frozen.at(number) - run.set_off.at(number);
    if (rest == 0) continue;
    const std::string& payer = rest < 0 ? document.creditor : document.debtor;
    const std::string& payee = rest < 0 ? document.debtor : document.creditor;
    RunModelList& list = left[{payer, payee, document.currency.numeric()}];
    list.amount += size_of(rest);
    list.parts[number] = rest;
  }
  if (run.opened.mode == NettingMode::centre) {
    std::vector<std::tuple<int, std::string, std::int64_t, Currency>> sorted;
    for (const auto& [key, position] : positions) {
      if (position != 0 && key.first != run.opened.centre)
        sorted.emplace_back(key.second.numeric(), key.first, position, key.second);
    }
    std::sort(sorted.begin(), sorted.end(), [](const auto& one, const auto& other) {
      return std::tie(std::get<0>(one), std::get<1>(one)) <
             std::tie(std::get<0>(other), std::get<1>(other));
    });
    for (const auto& [numeric, party, position, currency] : sorted) {
      const std::string number = numbered("NET", posted.run, run.made.size() + 1);
      RunModelDocument made;
      made.creditor = position > 0 ? party : run.opened.centre;
      made.debtor = position > 0 ? run.opened.centre : party;
      made.currency = currency;
      made.due = run.opened.on;
      made.gross = made.open = size_of(position);
      made.kind = settlement::DocumentKind::novated;
      RunModelList& list = left[{made.debtor, made.creditor, numeric}];
      list.amount += made.gross;
      list.parts[number] = made.gross;
      documents[number] = std::move(made);
      run.made.push_back(number);
    }
  }
  for (auto& [key, list] : left) {
    const Currency currency = *Currency::from_numeric(std::get<2>(key));
    if (against(list.amount, currency, run.opened.minimum_payout) < 0) continue;
    list.payer = std::get<0>(key);
    list.payee = std::get<1>(key);
    list.currency = currency;
    list.run = posted.run;
    run.lists.push_back(numbered("RUN", posted.run, run.lists.size() + 1));
    ask(run.lists.back(), list);
  }
  run.state = run.lists.empty() ? "settled" : "posted";
  return {};
}

std::string RunModel::apply_to_run(const Step& step, const Fact& recorded) {
  if (const auto* fact = std::get_if<RunOpened>(&recorded)) {
    runs[fact->run].opened = *fact;
    runs[fact->run].opened_by = step.actor;
  }
  if (const auto* fact = std::get_if<RunCollected>(&recorded)) {
    return collect(*fact, step.actor);
  }
  if (const auto* fact = std::get_if<RunProposed>(&recorded)) {
    RunModelRun& run = runs.at(fact->run);
    run.without.merge(silent_rejections(run, step.today));
    return apply_proposal(*fact, step.actor, step.today);
  }
  if (const auto* fact = std::get_if<RunAnswered>(&recorded)) {
    RunModelRun& run = runs.at(fact->run);
    run.asked.erase(fact->party);
    run.answered.insert(fact->party);
    if (fact->rejects) run.without.insert(fact->party);
  }
  if (const auto* fact = std::get_if<RunApproved>(&recorded)) {
    runs.at(fact->run).state = "approved";
  }
  if (const auto* fact = std::get_if<RunPosted>(&recorded)) {
    return post(*fact, step.actor);
  }
  if (const auto* fact = std::get_if<RunCancelled>(&recorded)) {
    RunModelRun& run = runs.at(fact->run);
    for (const std::string& number : run.documents) {
      if (documents.at(number).run == fact->run) documents.at(number).run.clear();
    }
    run.state = "cancelled";
  }
  if (const auto* fact = std::get_if<RunReversed>(&recorded)) {
    RunModelRun& run = runs.at(fact->run);
    for (const auto& [number, amount] : run.set_off) documents.at(number).open += amount;
    for (const std::string& reference : run.lists) {
      lists.at(reference).withdrawn = true;
      for (const auto& [number, part] : lists.at(reference).parts)
        documents.at(number).to_pay -= part;
    }
    for (const std::string& number : run.made) documents.at(number).open = 0;
    run.state = "reversed";
  }
  return {};
}

}  // namespace quits::test
