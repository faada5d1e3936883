// One party's book as accountants keep it: transactions of postings on named accounts. Pure.
//
// The log stores each amount once, for both parties (ledger/account.h). A journal is the log read
// from one side: what stands on accounts the party owns counts as it is, what stands on accounts
// that others own towards it counts with the sign turned. Every transaction then sums to zero in
// every currency, as double entry asks.
//
// This file says what a journal holds; exchange/journal_export.h reads it out of a book, and each
// JournalFormat (exchange/hledger.h, exchange/beancount.h) writes it in one tool's language.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/currency.h"
#include "base/date.h"
#include "base/id.h"
#include "base/int128.h"
#include "ledger/account.h"

namespace quits::exchange {

struct JournalAccount {
  std::string_view path;  // "assets:receivable": lower case words joined by '-', levels by ':'
  std::string party;      // key of the other party; empty on accounts that all parties share

  auto operator<=>(const JournalAccount&) const = default;
};

// Where an account stands in the chart of accounts, for its owner and for its counterparty.
struct ChartPlace {
  std::string_view path;
  bool per_party = true;
};
ChartPlace owners_place(ledger::AccountKind kind);
ChartPlace counterpartys_place(ledger::AccountKind kind);

// Amounts are sums of stored amounts, so they have 128 bits.
struct JournalPosting {
  std::string_view account;  // as the format spells it
  int128 amount_minor = 0;
  Currency currency = Currency::none();
};

struct JournalTransaction {
  Date date;
  std::optional<Date> effective;  // where it is another day than `date`: the fact came late
  Sequence sequence;              // 0: not an entry of the log (opening balances)
  std::string payee;              // key of the other party; may be empty
  std::string description;
  std::string id;  // of the fact: "shop:order-4711"; may be empty
  std::vector<JournalPosting> postings;
};

struct JournalHead {
  struct Declared {
    std::string name;  // as the format spells it
    std::string party;
  };

  std::string party;   // whose book
  std::string name;    // its legal name
  std::string remark;  // what the journal covers, in a sentence
  Date first_day;      // no later than the first transaction
  std::vector<Declared> accounts;
  std::vector<Currency> currencies;
};

// The language of one accounting tool. Texts come from outside: whatever they hold, a format writes
// them so that they stay where they are put.
class JournalFormat {
 public:
  JournalFormat() = default;
  JournalFormat(const JournalFormat&) = delete;
  JournalFormat& operator=(const JournalFormat&) = delete;
  virtual ~JournalFormat() = default;

  // Different accounts have different names.
  virtual std::string account_name(const JournalAccount& account) const = 0;

  // Each appends to `out`. Declarations stand before the first use.
  virtual void write_head(const JournalHead& head, std::string& out) const = 0;
  virtual void write(const JournalTransaction& transaction, std::string& out) const = 0;
  // What the accounts hold at the end of `day`, for the tool to check.
  virtual void write_balances(Date day, std::span<const JournalPosting> balances,
                              std::string& out) const = 0;
};

}  // namespace quits::exchange
