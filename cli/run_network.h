// A settlement run of the book as the netting that `quits net` shows, so that its certificate, its
// drawing and what depends on whom in it are made by the same code.
#pragma once

#include <string>
#include <vector>

#include "cli/views_net.h"
#include "program/settlement_facts.h"
#include "service/book_file.h"

namespace quits::cli {

struct RunNet {
  NetInput input;              // documents as obligations, under their numbers
  settlement::SetOff set_off;  // as proposed last; empty amounts where nothing is proposed yet
  std::vector<program::RunExcluded> excluded;
  std::vector<program::RunMade> made;  // at a centre: what replaces the obligations
};

// The part of a run in one currency, which has to be named when the run has several. Refuses:
// unknown_run, run_state (nothing is collected, or everybody has left), usage (which currency?).
Result<RunNet> net_of_run(service::BookFile& file, const std::string& run,
                          const std::string& currency);

// Without the parties that neither owe nor are owed anything: they are in a run for another
// currency, or have left it. What is proven speaks of all parties, so the proof goes as well.
RunNet without_idle_parties(RunNet net);

}  // namespace quits::cli
