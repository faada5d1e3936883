#include "cli/net_file.h"

#include <fmt/core.h>

#include <fstream>
#include <map>

#include "base/failure.h"
#include "cli/recording.h"

namespace quits::cli {

void add_net_file_options(CLI::App& command, NetFileOptions& options) {
  command.add_option("FILE", options.file,
                     "CSV: debtor, creditor, amount; also id, currency, due, status, flags");
  command.add_option("--currency", options.currency, "Only this one");
  command.add_option("--due-until", options.due_until, "Only what is due by then, yyyy-mm-dd");
  command.add_option("--above", options.above, "Only amounts larger than this");
}

Result<exchange::ObligationFile> read_net_file(const NetFileOptions& options) {
  exchange::ObligationFileOptions made;
  made.above = options.above;
  if (!options.currency.empty()) {
    TRY(made.selection.currency, of_option("--currency", Currency::parse(options.currency)));
  }
  if (!options.due_until.empty()) {
    TRY(made.selection.due_until, of_option("--due-until", Date::parse_iso(options.due_until)));
  }
  return exchange::read_obligations(options.file, made);
}

void say_what_is_excluded(const exchange::ObligationFile& file, Output& output) {
  if (file.excluded.empty()) return;
  std::map<settlement::Exclusion, std::string> ids;
  constexpr std::size_t kListedBytes = 60;
  for (const exchange::ExcludedRow& row : file.excluded) {
    std::string& list = ids[row.reason];
    if (list.size() < kListedBytes) {
      list += (list.empty() ? "" : ", ") + row.id;
    } else if (!list.ends_with("...")) {
      list += ", ...";
    }
  }
  output.note("{} of {} rows take no part:", file.excluded.size(),
              file.excluded.size() + file.obligations.size());
  for (const auto& [reason, list] : ids) output.note("  {}: {}", name_of(reason), list);
}

void write_file(const std::string& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  file.close();
  if (!file) {
    throw Failure(Code::unavailable, fmt::format("{} cannot be written", path),
                  "is the folder there, and is there room?");
  }
}

}  // namespace quits::cli
