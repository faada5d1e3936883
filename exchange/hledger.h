// Journals for hledger and for ledger: one text that both take, `hledger check --strict` and
// `ledger --strict --pedantic` without a word.
//
//   2011-01-31 (17) FRANCE | Sale 536370
//       ; id: shop:536370
//       expenses:commission:FRANCE  12.50 EUR
//       liabilities:accrued-expense:FRANCE  -12.50 EUR
//
// What makes both agree: a currency without places declares no format (hledger wants a decimal mark
// there, ledger refuses one); the metadata names are declared as tags for ledger; amounts have no
// thousands separators; balances are asserted on postings of zero, in the order of time and of the
// file at once, because hledger checks by date and ledger from top to bottom.
//
// Names keep what both tools read as part of a name. Everything else of a party's key is written as
// its bytes in hexadecimal, %C2%A0, which no key holds by itself. In descriptions ';' becomes ','.
#pragma once

#include "exchange/journal.h"

namespace quits::exchange {

class HledgerFormat final : public JournalFormat {
 public:
  std::string account_name(const JournalAccount& account) const override;
  void write_head(const JournalHead& head, std::string& out) const override;
  void write(const JournalTransaction& transaction, std::string& out) const override;
  void write_balances(Date day, std::span<const JournalPosting> balances,
                      std::string& out) const override;
};

}  // namespace quits::exchange
