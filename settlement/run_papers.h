// What a run collected and what was proposed last, read from its own entries: projections need both when it is posted.
#pragma once

#include <map>
#include <string>

#include "ledger/record.h"
#include "program/encoding.h"

namespace quits::storage {
class Database;
}

namespace quits::settlement {

// What a proposal sets off of a document by its place; nothing where a damaged one says nothing of it.
inline std::int64_t set_off_at(const program::RunProposed& proposed, std::size_t place) {
  return place < proposed.set_off_minor.size() ? proposed.set_off_minor[place] : 0;
}

class RunPapers {
 public:
  // `database` null: a rebuild, which has seen every entry.
  explicit RunPapers(storage::Database* database) : database_(database) {}

  // Keeps the bytes of an entry that collects or proposes.
  void remember(const ledger::Record& record);
  void forget() { papers_.clear(); }

  // Throws Failure(corrupt) when the run has collected or proposed nothing. Cost: one entry to read and decode.
  program::RunCollected collected(const std::string& run);
  program::RunProposed proposed(const std::string& run);

 private:
  struct Papers {
    std::string collected;
    std::string proposed;
  };
  program::Fact read(const std::string& run, std::string Papers::*paper);

  storage::Database* database_;
  std::map<std::string, Papers> papers_;
  program::FactCodec codec_;
};

}  // namespace quits::settlement
