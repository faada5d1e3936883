#include "settlement/run_papers.h"

#include <fmt/core.h>

#include "base/failure.h"
#include "ledger/log.h"
#include "settlement/runs.h"

namespace quits::settlement {
namespace {

[[noreturn]] void throw_missing(const std::string& run) {
  throw Failure(Code::corrupt, fmt::format("the entries of run {} are not what they should be", run), "run `quits verify`");
}

}  // namespace

void RunPapers::remember(const ledger::Record& record) {
  const bool collects = record.kind() == program::kind::run_collected;
  if (!collects && record.kind() != program::kind::run_proposed) return;
  const auto fact = codec_.decode(record.fact);
  if (!fact) return;  // a damaged entry: comparison finds what is missing
  if (collects) {
    papers_[std::get<program::RunCollected>(*fact).run].collected = record.fact;
  } else {
    papers_[std::get<program::RunProposed>(*fact).run].proposed = record.fact;
  }
}

program::Fact RunPapers::read(const std::string& run, std::string Papers::*paper) {
  std::string& bytes = papers_[run].*paper;
  if (bytes.empty() && database_ != nullptr) {
    const auto known = run_by_key(*database_, run);
    const Sequence sequence = !known ? Sequence{} : paper == &Papers::collected ? known->collected : known->proposed;
    if (sequence) {
      ledger::Record record;
      ledger::Log(*database_).read(sequence, record);
      bytes = record.fact;
    }
  }
  auto fact = codec_.decode(bytes);
  if (!fact) throw_missing(run);
  return *std::move(fact);
}

program::RunCollected RunPapers::collected(const std::string& run) {
  auto fact = read(run, &Papers::collected);
  auto* collected = std::get_if<program::RunCollected>(&fact);
  if (collected == nullptr) throw_missing(run);
  return std::move(*collected);
}

program::RunProposed RunPapers::proposed(const std::string& run) {
  auto fact = read(run, &Papers::proposed);
  auto* proposed = std::get_if<program::RunProposed>(&fact);
  if (proposed == nullptr) throw_missing(run);
  return std::move(*proposed);
}

}  // namespace quits::settlement
