#include "service/simulation.h"

#include <fmt/core.h>

#include <algorithm>
#include <tuple>

#include "program/parties.h"

namespace quits::service {
namespace {

using Versions = std::vector<History::Version>;

template <class List>
bool holds(const List& list, const std::string& value) {
  return std::find(list.begin(), list.end(), value) != list.end();
}

// Why the terms cannot take the place of an agreement's; empty when they can.
std::string obstacle(const History& history, const Versions& versions,
                     const SimulationQuestion& question) {
  const History::Version& first = versions.front();
  if (first.version.principal != history.operator_key()) {
    return fmt::format("it is between {} and {}, not with the operator", first.version.principal,
                       first.version.partner);
  }
  if (first.terms.currency != question.terms.currency)
    return fmt::format("it is in {}", first.terms.currency.code());
  if (first.version.effective_from > question.until.last_day()) {
    return fmt::format("it began on {}, after these periods",
                       first.version.effective_from.to_string());
  }
  const auto end = history.last_days().find(first.version.agreement);
  if (end != history.last_days().end() && end->second < question.from.first_day()) {
    return fmt::format("it ended on {}, before these periods", end->second.to_string());
  }
  return {};
}

// From the first simulated day on the terms decide; later versions never come.
void replace_from(const Versions& versions, Date from, const program::Terms& terms,
                  ReplayPlan& plan) {
  const History::Version* before = nullptr;  // the last one that begins before that day
  for (const History::Version& version : versions) {
    if (version.version.effective_from < from) before = &version;
  }
  bool replaced = before != nullptr;
  if (before != nullptr)
    plan.replace(before->version.agreement, before->version.version, from, std::nullopt, terms);
  for (const History::Version& version : versions) {
    if (version.version.effective_from < from) continue;
    auto& pieces = plan.versions.at({version.version.agreement, version.version.version});
    pieces.clear();
    if (!replaced) pieces.push_back({version.version.effective_from, terms});
    replaced = true;
  }
}

class Tally {
 public:
  Tally(const History& history, const SimulationQuestion& question)
      : history_(history), question_(question) {}

  void add(const ledger::Record& record, int128 SimulatedRow::*amount) {
    const Period period = Period::of(record.effective);
    if (period < question_.from || period > question_.until) return;
    for (const ledger::Item& item : record.items) {
      if (item.key.billing != ledger::Billing::invoiced) continue;
      const History::Version* version = history_.version(item.key.version);
      if (version == nullptr) continue;
      row_of(item, version->version).*amount += item.amount_minor;
    }
  }

  std::vector<SimulatedRow> take(const std::vector<std::string>& replaced) {
    std::vector<SimulatedRow> rows;
    for (auto& [key, row] : rows_) {
      // Of agreements that keep their terms only what changes with the others is worth a line.
      if (holds(replaced, row.agreement) || row.booked_minor != row.simulated_minor)
        rows.push_back(std::move(row));
    }
    return rows;
  }

  void learn(PartyNumber number, std::string key) { parties_[number.value] = std::move(key); }

 private:
  SimulatedRow& row_of(const ledger::Item& item, const program::AgreementVersion& version) {
    const bool earned = parties_[item.key.creditor.value] == version.partner;
    SimulatedRow& row =
        rows_[{version.partner, version.agreement, !earned, item.key.category, item.key.term}];
    row.partner = version.partner;
    row.agreement = version.agreement;
    row.currency = item.key.currency;
    row.earned = earned;
    row.category = item.key.category;
    row.term = item.key.term;
    return row;
  }

  const History& history_;
  const SimulationQuestion& question_;
  std::map<std::uint64_t, std::string> parties_;
  std::map<std::tuple<std::string, std::string, bool, ledger::Category, std::string>, SimulatedRow>
      rows_;
};

Status check_names(storage::Database& book, const History& history,
                   const SimulationQuestion& question) {
  for (const std::string& agreement : question.agreements) {
    if (!history.agreements().contains(agreement))
      return tl::unexpected<Error>(program::unknown_agreement(book, agreement));
  }
  for (const std::string& partner : question.partners) {
    if (!program::party_by_key(book, partner))
      return tl::unexpected<Error>(program::unknown_party(book, partner));
  }
  return {};
}

}  // namespace

Result<Simulation> simulate(
    storage::Database& book, const SimulationQuestion& question,
    const std::function<void(std::uint64_t done, std::uint64_t total)>& progress) {
  const History history = History::of(book);
  TRY_STATUS(check_names(book, history, question));
  Simulation simulation;
  for (const auto& [agreement, versions] : history.agreements()) {
    const bool named =
        (question.agreements.empty() || holds(question.agreements, agreement)) &&
        (question.partners.empty() || holds(question.partners, versions.front().version.partner));
    if (!named) continue;
    if (std::string why = obstacle(history, versions, question); !why.empty()) {
      simulation.left_out.push_back({agreement, std::move(why)});
    } else {
      simulation.agreements.push_back(agreement);
    }
  }
  if (simulation.agreements.empty()) {
    std::string why = simulation.left_out.empty()
                          ? ""
                          : fmt::format(" ({}: {})", simulation.left_out.front().agreement,
                                        simulation.left_out.front().why);
    return refuse(Code::no_agreement, "there is no agreement whose terms these could replace" + why,
                  "`quits agreement list` shows what there is");
  }
  ReplayPlan plan = history.plan_for({simulation.agreements.begin(), simulation.agreements.end()});
  for (const std::string& agreement : simulation.agreements) {
    replace_from(history.agreements().at(agreement), question.from.first_day(), question.terms,
                 plan);
  }
  Tally tally(history, question);
  for (const program::Party& party : program::all_parties(book))
    tally.learn(party.number, party.key);
  simulation.replay = replay(
      book, history, plan,
      [&](const ledger::Record* booked, const ledger::Record* replayed) {
        if (booked != nullptr) tally.add(*booked, &SimulatedRow::booked_minor);
        if (replayed != nullptr) tally.add(*replayed, &SimulatedRow::simulated_minor);
      },
      progress);
  simulation.rows = tally.take(simulation.agreements);
  return simulation;
}

}  // namespace quits::service
