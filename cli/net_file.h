// The file of obligations that `quits net` and `quits dependence` read: its options, and which of
// its rows take no part. And what a netting is written to.
#pragma once

#include <CLI/App.hpp>
#include <string>

#include "base/result.h"
#include "cli/output.h"
#include "exchange/obligation_file.h"

namespace quits::cli {

struct NetFileOptions {
  std::string file;
  std::string currency;
  std::string due_until;
  std::string above;
};

void add_net_file_options(CLI::App& command, NetFileOptions& options);

// Refuses what an option or the file says, naming either.
Result<exchange::ObligationFile> read_net_file(const NetFileOptions& options);

// "2 of 7 rows take no part:", by reason, to standard error.
void say_what_is_excluded(const exchange::ObligationFile& file, Output& output);

// Throws Failure(unavailable) where it cannot.
void write_file(const std::string& path, const std::string& text);

}  // namespace quits::cli
