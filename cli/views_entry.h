// Entries, statement lines and traces as messages, with names in the place of numbers.
//
//   Names names(book);
//   output.print_json(view_of(book.read({42}), names));
//
// Names remembers what it looked up: one query per party, version and line of the run. The book's
// records of other floors are decoded here and nowhere else in this folder.
#pragma once

#include <quits/v1/view.pb.h>

#include <optional>
#include <string>
#include <unordered_map>

#include "ledger/book.h"
#include "program/agreements.h"
#include "program/encoding.h"
#include "settlement/statement.h"

namespace quits::cli {

class Names {
 public:
  explicit Names(ledger::Book& book) : book_(book) {}

  ledger::Book& book() { return book_; }

  // "party 7" for a number that nobody has.
  const std::string& party(PartyNumber number);
  // Null for 0 and for a record that proposed none.
  const program::AgreementVersion* version(Sequence proposed_in);
  const program::Terms* terms(Sequence proposed_in);
  // The key of a line; its amounts may be those of an earlier look. Null when there is no such
  // line.
  const ledger::Line* line(ledger::LineNumber number);
  // Fills in the keys of items that do not open their line.
  void complete(ledger::Record& record);

  // Throws Failure(corrupt) when the record's fact cannot be read.
  program::Fact fact_of(const ledger::Record& record);

 private:
  ledger::Book& book_;
  program::FactCodec codec_;
  std::unordered_map<std::uint64_t, std::string> parties_;
  std::unordered_map<std::uint64_t, std::optional<program::AgreementVersion>> versions_;
  std::unordered_map<std::uint64_t, std::optional<program::Terms>> terms_;
  std::unordered_map<std::uint64_t, std::optional<ledger::Line>> lines_;
};

// Items must be complete.
v1::EntryView view_of(const ledger::Record& record, Names& names);
v1::ItemView view_of(const ledger::Item& item, Names& names);

// Without its entries.
v1::LineView view_of(const ledger::Line& line, Names& names);

// `entries_limit` 0: without the entries behind the lines; else at most so many of each, the
// newest. What is overdue is so on `today`.
v1::StatementView view_of(const settlement::Statement& statement, std::size_t entries_limit,
                          Date today, Names& names);

// What happened, in a line of words: "sale of 20,000.00 EUR by FRANCE".
std::string summary_of(const ledger::Record& record, const program::Fact& fact, Names& names);

}  // namespace quits::cli
