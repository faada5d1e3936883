// A folder with a small book in every state that a rule asks about, made by commands alone.
//
// ACME runs the program in EUR. NORD: 10 % on sales, a course at 500. SUED: version 1 is in force,
// version 2 is proposed with a date in January. DUO has two agreements, BARE has none.
// 2024-01 is closed and settled, 2024-02 and 2024-03 are closed, 2024-04 and 2024-05 are open.
// Beside it: sales.csv and sales.mapping, which import cleanly; reseller.terms, which is sound.
#pragma once

#include <filesystem>
#include <string>

#include "tests/support/process.h"
#include "tests/support/scratch.h"

namespace quits::test {

// A line as typed, in words; 'one word' in single quotes.
std::vector<std::string> words_of(const std::string& line);

class SampleFolder {
 public:
  // Throws std::runtime_error when a command that makes the book fails.
  SampleFolder();

  // Runs quits in the folder, on its book unless the line says otherwise, as anna.
  Outcome quits(const std::string& line, const std::string& input = "") const;
  // Any program, in the same surroundings.
  Outcome run(std::vector<std::string> words) const;

  // The entries, their number and their root. Fails the test when `quits verify` finds anything.
  std::string state() const;
  // Brings back the book as it was made.
  void restore() const;

  // Relative to the folder.
  void write(const std::string& name, const std::string& contents) const;
  std::string read(const std::string& name) const { return read_file(path(name)); }
  std::filesystem::path path(const std::string& name) const { return scratch_ / name; }
  std::filesystem::path book() const { return path("book.quits"); }
  // The rejected rows of an import of `name`, and removes their file; empty when there is none.
  std::string take_rejects(const std::string& name) const;

 private:
  void must(const std::string& line) const;

  ScratchDirectory scratch_;
};

// Sound terms in EUR: 10 % on sales, a course at 500.
std::string sound_terms();
// Maps a CSV file with the columns id,partner,day,amount to sales.
std::string sound_mapping();

}  // namespace quits::test
