#include "settlement/pair_terms.h"

#include <algorithm>

namespace quits::settlement {
namespace {

std::tuple<std::string, std::string, int> key_of(const std::string& one, const std::string& other, Currency currency) {
  return {std::min(one, other), std::max(one, other), currency.numeric()};
}

}  // namespace

PairTermsBook::PairTermsBook(Date on, program::Rules& program, ledger::Writer& writer) {
  const std::vector<program::AgreementVersion> all = program::all_versions(writer.database());
  for (auto first = all.begin(); first != all.end();) {
    const auto end = std::find_if(first, all.end(), [&](const auto& version) { return version.agreement != first->agreement; });
    const std::vector<program::AgreementVersion> versions(first, end);
    first = end;
    // What is still open of an agreement that is not in force yet or any more is settled by its nearest terms.
    const program::AgreementVersion* deciding = program::version_on(versions, on);
    for (const auto& version : versions) {
      if (deciding == nullptr && version.accepted_by) deciding = &version;
    }
    if (deciding == nullptr) continue;
    const program::Terms& terms = program.terms_of(deciding->sequence, writer);
    terms_.try_emplace(key_of(deciding->principal, deciding->partner, terms.currency),
                       PairTerms{deciding->principal, deciding->partner, terms.payment, terms.settlement.dispute_days});
  }
}

const PairTerms* PairTermsBook::find(const std::string& one, const std::string& other, Currency currency) const {
  const auto found = terms_.find(key_of(one, other, currency));
  return found == terms_.end() ? nullptr : &found->second;
}

}  // namespace quits::settlement
