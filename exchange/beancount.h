// Journals for beancount that `bean-check` takes without a word.
//
//   2011-01-31 * "FRANCE" "Sale 536370"
//     entry: 17
//     id: "shop:536370"
//     Expenses:Commission:FRANCE  12.50 EUR
//     Liabilities:Accrued-Expense:FRANCE  -12.50 EUR
//
// A balance directive speaks of the beginning of its day, so it stands on the day after; its
// tolerance is zero.
//
// Names of accounts have letters, digits and '-' only, and begin with a capital letter or a digit.
// A party's key becomes such a name, and no two keys the same one:
//   space       --                          UNITED KINGDOM   UNITED--KINGDOM
//   '-'         itself, or -x2D where it would not be clear  toy-maker   Toy-maker-x
//   other       -x and the byte in hexadecimal               A.B         A-x2EB
//   a first small letter becomes a capital, and -x ends the name    acme  Acme-x
//   any other beginning gets an X before it, and -xx ends the name  .net  X-x2Enet-xx
// The key itself stands in the metadata of the account.
#pragma once

#include "exchange/journal.h"

namespace quits::exchange {

class BeancountFormat final : public JournalFormat {
 public:
  std::string account_name(const JournalAccount& account) const override;
  void write_head(const JournalHead& head, std::string& out) const override;
  void write(const JournalTransaction& transaction, std::string& out) const override;
  void write_balances(Date day, std::span<const JournalPosting> balances,
                      std::string& out) const override;
};

}  // namespace quits::exchange
