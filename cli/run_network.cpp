#include "cli/run_network.h"

#include <fmt/core.h>

#include <algorithm>

#include "cli/recording.h"
#include "cli/views_run.h"
#include "settlement/run_papers.h"
#include "settlement/run_solution.h"
#include "settlement/runs.h"

namespace quits::cli {
namespace {

using settlement::RunNetwork;

Result<program::RunOpened> opened_of(service::BookFile& file, const settlement::RunRow& row) {
  program::FactCodec codec;
  TRY(program::Fact fact, codec.decode(file.book().read(row.opened).fact));
  return std::get<program::RunOpened>(std::move(fact));
}

// The only one, or the one that is named.
Result<RunNetwork*> chosen(std::vector<RunNetwork>& networks, const std::string& run,
                           const std::string& currency) {
  if (networks.empty()) {
    return refuse(Code::run_state,
                  fmt::format("nothing is left of run {}: everybody has left it", run),
                  "quits run show " + run);
  }
  std::string known;
  for (const RunNetwork& one : networks)
    known += fmt::format("{}{}", known.empty() ? "" : ", ", one.currency.code());
  if (currency.empty()) {
    if (networks.size() == 1) return &networks.front();
    return refuse_field("--currency", Code::usage,
                        fmt::format("run {} has several currencies, each for itself", run),
                        "name one: " + known);
  }
  TRY(const Currency wanted, of_option("--currency", Currency::parse(currency)));
  const auto found = std::find_if(networks.begin(), networks.end(),
                                  [&](const RunNetwork& one) { return one.currency == wanted; });
  if (found != networks.end()) return &*found;
  return refuse_field("--currency", Code::not_found,
                      fmt::format("nothing in run {} is in {}", run, currency), "it has " + known);
}

}  // namespace

Result<RunNet> net_of_run(service::BookFile& file, const std::string& run,
                          const std::string& currency) {
  const auto row = settlement::run_by_key(file.database(), run);
  if (!row) return refuse(settlement::unknown_run(run));
  if (!row->collected) {
    return refuse(Code::run_state,
                  fmt::format("run {} is {}: nothing is collected", run, name_of(row->state)),
                  next_of(run, row->state));
  }
  settlement::RunPapers papers(&file.database());
  TRY(const program::RunOpened opened, opened_of(file, *row));
  program::RunCollected collected = papers.collected(run);
  program::RunProposed proposed;
  proposed.set_off_minor.assign(collected.documents.size(), 0);
  if (row->proposed) proposed = papers.proposed(run);
  TRY(std::vector<RunNetwork> networks, settlement::networks_of(opened, collected, proposed));
  TRY(RunNetwork * part, chosen(networks, run, currency));
  RunNet net;
  net.input.places = part->currency.exponent();
  for (const std::size_t place : part->documents)
    net.input.ids.push_back(collected.documents[place].number);
  net.input.network = std::move(part->network);
  net.excluded = std::move(collected.excluded);
  if (!row->proposed) return net;
  net.set_off = std::move(part->set_off);
  TRY(const settlement::Remains remains, settlement::remains_of(opened, collected, proposed));
  // What stands for a converted document is the document, as far as debts go: only a centre replaces them.
  for (const program::RunMade& made : remains.made) {
    if (made.converted_from.empty() && made.currency == part->currency) net.made.push_back(made);
  }
  return net;
}

RunNet without_idle_parties(RunNet net) {
  settlement::Network& network = net.input.network;
  std::vector<char> is_in(network.parties.size(), 0);
  for (const settlement::Arc& arc : network.arcs) is_in[arc.debtor] = is_in[arc.creditor] = 1;
  std::vector<std::uint32_t> number(network.parties.size(), 0);
  std::vector<std::string> parties;
  for (std::size_t i = 0; i < is_in.size(); ++i) {
    if (is_in[i] == 0) continue;
    number[i] = static_cast<std::uint32_t>(parties.size());
    parties.push_back(std::move(network.parties[i]));
  }
  network.parties = std::move(parties);
  for (settlement::Arc& arc : network.arcs) {
    arc.debtor = number[arc.debtor];
    arc.creditor = number[arc.creditor];
  }
  net.set_off.proof = {};
  return net;
}

}  // namespace quits::cli
