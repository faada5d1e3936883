// Who is who between two parties, and how money moves between them.
#pragma once

#include <map>
#include <string>
#include <tuple>

#include "program/rules.h"

namespace quits::settlement {

struct PairTerms {
  std::string principal;
  std::string partner;
  program::PaymentTerms payment;
  std::uint32_t dispute_days = 0;  // 0: program::kDisputeDays
};

// Payment terms by two parties and a currency, as in force on one day. Where a pair has several agreements in a currency,
// the first by key decides. Cost of making one: all agreement versions.
class PairTermsBook {
 public:
  PairTermsBook(Date on, program::Rules& program, ledger::Writer& writer);

  // Null when no agreement of theirs in that currency was ever accepted.
  const PairTerms* find(const std::string& one, const std::string& other, Currency currency) const;

 private:
  std::map<std::tuple<std::string, std::string, int>, PairTerms> terms_;
};

}  // namespace quits::settlement
