#include "settlement/run_solution.h"

#include <fmt/core.h>
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <tuple>

#include "base/digest.h"
#include "base/fixed_point.h"
#include "base/money.h"
#include "settlement/certificate.h"
#include "settlement/conversion.h"
#include "settlement/document_numbers.h"
#include "settlement/netting/bilateral.h"
#include "settlement/netting/centre.h"
#include "settlement/netting/figures.h"
#include "settlement/netting/multilateral.h"
#include "settlement/netting/whole.h"

namespace quits::settlement {
namespace {

using program::NettingMode;
using program::RunCollected;
using program::RunDocument;
using program::RunOpened;
using program::RunProposed;

Result<std::vector<RunNetwork>> parts_of(const RunCollected& collected, const RunProposed& proposed) {
  const std::vector<char> is_out = parties_left_out(collected, proposed);
  std::vector<RunNetwork> parts;
  for (std::size_t i = 0; i < collected.documents.size(); ++i) {
    const RunDocument& document = collected.documents[i];
    if (is_out.at(document.debtor) != 0 || is_out.at(document.creditor) != 0) continue;
    if (parts.empty() || parts.back().currency != document.currency) parts.push_back({document.currency, {}, {}, {}});
    parts.back().documents.push_back(i);
  }
  for (RunNetwork& part : parts) {
    std::vector<Obligation> obligations;
    obligations.reserve(part.documents.size());
    for (const std::size_t place : part.documents) {
      const RunDocument& document = collected.documents[place];
      obligations.push_back({document.number, document.debtor, document.creditor, document.open_minor, document.due, document.currency});
    }
    TRY(part.network, Network::make(collected.parties, obligations));
  }
  return parts;
}

SetOff set_off_of(const RunOpened& opened, const Network& network) {
  if (opened.mode == NettingMode::centre) return novate_to_centre(network);
  if (opened.whole_documents) return set_off_whole(network, opened.mode);
  return opened.mode == NettingMode::bilateral ? set_off_bilaterally(network, opened.order)
                                               : set_off_multilaterally(network, opened.order);
}

program::RunFigures figures_in(const RunNetwork& part) {
  const NettingFigures figures = figures_of(part.network, part.set_off);
  return {part.currency,         figures.gross_minor,     figures.net_internal_debt_minor,
          figures.set_off_minor, figures.payments_before, figures.payments_after};
}

// The engine's answer from what the proposal says; empty proofs where it has none.
Result<SetOff> set_off_said(const RunOpened& opened, const RunCollected& collected, const RunProposed& proposed, const RunNetwork& part) {
  SetOff set_off;
  set_off.mode = opened.mode;
  set_off.order = opened.order;
  set_off.whole_obligations = opened.whole_documents;
  for (const std::size_t place : part.documents) {
    const std::int64_t said = proposed.set_off_minor[place];
    const bool turned = collected.documents[place].open_minor < 0;
    if (turned ? said > 0 || said < collected.documents[place].open_minor : said < 0 || said > collected.documents[place].open_minor) {
      return refuse(Code::internal_mismatch, fmt::format("{} of {} open is set off on {}", said, collected.documents[place].open_minor,
                                                         collected.documents[place].number));
    }
    set_off.amounts.push_back(turned ? -said : said);
  }
  for (const program::RunProof& proof : proposed.proofs) {
    if (proof.currency != part.currency) continue;
    set_off.proof = {proof.potential, proof.place, proof.parted, proof.decided};
  }
  return set_off;
}

}  // namespace

Status solve(const RunOpened& opened, const RunCollected& collected, RunProposed& proposed) {
  proposed.set_off_minor.assign(collected.documents.size(), 0);
  TRY(std::vector<RunNetwork> parts, parts_of(collected, proposed));
  for (RunNetwork& part : parts) {
    part.set_off = set_off_of(opened, part.network);
    const SetOff& set_off = part.set_off;
    TRY_STATUS(check_set_off(part.network, set_off));
    for (std::size_t i = 0; i < part.documents.size(); ++i) {
      const bool turned = collected.documents[part.documents[i]].open_minor < 0;
      proposed.set_off_minor[part.documents[i]] = turned ? -set_off.amounts[i] : set_off.amounts[i];
    }
    proposed.figures.push_back(figures_in(part));
    if (opened.mode != NettingMode::multilateral) continue;
    proposed.proofs.push_back(
        {part.currency, set_off.proof.potential, set_off.proof.place, set_off.proof.parted, set_off.proof.decided});
  }
  return {};
}

Result<std::vector<RunNetwork>> networks_of(const RunOpened& opened, const RunCollected& collected, const RunProposed& proposed) {
  if (proposed.set_off_minor.size() != collected.documents.size()) {
    return refuse(Code::internal_mismatch, fmt::format("{} amounts for {} documents", proposed.set_off_minor.size(), collected.documents.size()));
  }
  TRY(std::vector<RunNetwork> parts, parts_of(collected, proposed));
  for (RunNetwork& part : parts) {
    TRY(part.set_off, set_off_said(opened, collected, proposed, part));
  }
  return parts;
}

Status check_proposal(const RunOpened& opened, const RunCollected& collected, const RunProposed& proposed) {
  TRY(const std::vector<RunNetwork> parts, networks_of(opened, collected, proposed));
  std::vector<char> is_in(collected.documents.size(), 0);
  if (parts.size() != proposed.figures.size()) return refuse(Code::internal_mismatch, "the figures are not those of its currencies");
  for (std::size_t i = 0; i < parts.size(); ++i) {
    TRY_STATUS(check_set_off(parts[i].network, parts[i].set_off));
    if (figures_in(parts[i]) != proposed.figures[i]) {
      return refuse(Code::internal_mismatch, fmt::format("the figures in {} are not those of its amounts", parts[i].currency.code()));
    }
    for (const std::size_t place : parts[i].documents) is_in[place] = 1;
  }
  for (std::size_t place = 0; place < is_in.size(); ++place) {
    if (is_in[place] == 0 && proposed.set_off_minor[place] != 0) {
      return refuse(Code::internal_mismatch, fmt::format("{} takes no part and is set off", collected.documents[place].number));
    }
  }
  return {};
}

std::vector<std::string> parties_in(const RunCollected& collected, const RunProposed& proposed) {
  const std::vector<char> is_out = parties_left_out(collected, proposed);
  std::vector<char> is_in(collected.parties.size(), 0);
  for (const RunDocument& document : collected.documents) {
    if (is_out.at(document.debtor) != 0 || is_out.at(document.creditor) != 0) continue;
    is_in[document.debtor] = is_in[document.creditor] = 1;
  }
  std::vector<std::string> parties;
  for (std::size_t i = 0; i < is_in.size(); ++i) {
    if (is_in[i] != 0) parties.push_back(collected.parties[i]);
  }
  return parties;
}

namespace {

struct Direction {
  std::string payer;
  std::string payee;
  Currency currency;
  bool operator<(const Direction& other) const {
    return std::tuple(payer, payee, currency.numeric()) < std::tuple(other.payer, other.payee, other.currency.numeric());
  }
};

struct Left {
  int128 total = 0;
  std::vector<program::RunPart> parts;
  Date due;
};

// As the run says, else as the calendar does, else when the last of its documents is due.
Date due_of(const RunOpened& opened, Date last_due) {
  if (opened.pay_on) return *opened.pay_on;
  return opened.calendar_pay_on.value_or(last_due);
}

Result<Remains> centre_remains(const RunOpened& opened, const RunCollected& collected, const RunProposed& proposed) {
  Remains remains;
  TRY(const std::vector<RunNetwork> parts, parts_of(collected, proposed));
  for (const RunNetwork& part : parts) {
    const std::vector<std::int64_t> positions = part.network.net_positions();
    for (std::size_t i = 0; i < positions.size(); ++i) {
      const std::string& party = collected.parties[i];
      if (positions[i] == 0 || party == opened.centre) continue;
      const bool gets = positions[i] > 0;
      const std::string number = made_number(opened.run, remains.made.size() + 1);
      const std::int64_t amount = gets ? positions[i] : -positions[i];
      remains.made.push_back({number, gets ? opened.centre : party, gets ? party : opened.centre, part.currency, amount, {}});
    }
  }
  return remains;
}

}  // namespace

Result<Remains> remains_of(const RunOpened& opened, const RunCollected& collected, const RunProposed& proposed) {
  std::map<Direction, Left> left;
  Remains remains;
  if (opened.mode == NettingMode::centre) {
    TRY(remains, centre_remains(opened, collected, proposed));
    for (const program::RunMade& made : remains.made) {
      left[{made.debtor, made.creditor, made.currency}] = {made.amount_minor, {{made.number, made.amount_minor}}, opened.on};
    }
  } else {
    const std::vector<char> is_out = parties_left_out(collected, proposed);
    const ConversionsByPlace conversions(collected);
    for (std::size_t i = 0; i < collected.documents.size(); ++i) {
      const RunDocument& document = collected.documents[i];
      const std::int64_t rest = document.open_minor - proposed.set_off_minor[i];
      if (rest == 0 || is_out.at(document.debtor) != 0 || is_out.at(document.creditor) != 0) continue;
      const std::string& debtor = collected.parties[document.debtor];
      const std::string& creditor = collected.parties[document.creditor];
      Left& pair = left[rest < 0 ? Direction{creditor, debtor, document.currency} : Direction{debtor, creditor, document.currency}];
      pair.total += rest < 0 ? -int128{rest} : int128{rest};
      std::string number = document.number;
      if (conversions.at(i) != nullptr) {
        number = converted_number(opened.run, remains.made.size() + 1);
        remains.made.push_back({number, debtor, creditor, document.currency, rest, document.number});
      }
      pair.parts.push_back({std::move(number), rest});
      pair.due = std::max({pair.due, document.due, opened.on});
    }
  }
  for (auto& [direction, pair] : left) {
    TRY(const std::int64_t amount, to_minor(pair.total, 1, Rounding::half_away_from_zero));
    if (compare_with_threshold(amount, direction.currency, opened.minimum_payout) < 0) continue;
    remains.payments.push_back({fmt::format("RUN-{}-{:05}", opened.run, remains.payments.size() + 1), direction.payer, direction.payee,
                                direction.currency, amount, std::move(pair.parts), due_of(opened, pair.due)});
  }
  return remains;
}

int compare_with_threshold(std::int64_t minor, Currency currency, Decimal threshold) {
  const int128 amount = (minor < 0 ? -int128{minor} : int128{minor}) * Decimal::kMillionthsPerUnit;
  const int128 least = int128{threshold.millionths()} * kPowersOfTen[static_cast<std::size_t>(currency.exponent())];
  return amount < least ? -1 : amount == least ? 0 : 1;
}

std::string hash_of(const RunCollected& collected) {
  std::string text;
  for (const RunDocument& document : collected.documents) {
    fmt::format_to(std::back_inserter(text), "{}\t{}\t{}\t{}\t{}\t{}\n", document.number, collected.parties.at(document.debtor),
                   collected.parties.at(document.creditor), document.currency.code(), document.open_minor, document.due.to_string());
  }
  for (const program::RunConversion& conversion : collected.conversions) {
    fmt::format_to(std::back_inserter(text), "{}\tconverted\t{}\t{}\t{}\t{}\n", collected.documents.at(conversion.document).number,
                   conversion.currency.code(), conversion.open_minor, conversion.rate.millionths(), conversion.divides ? "/" : "x");
  }
  return to_hex(Hasher().plain(text));
}

}  // namespace quits::settlement
