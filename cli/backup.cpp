#include <filesystem>

#include "cli/commands.h"

namespace quits::cli {
namespace {

constexpr CommandText kText{"backup", "Copy the book as of this moment, while others use it",
                            "  quits backup acme-2026-03.quits\n"};

Status back_up(Session& session, const std::string& target) {
  TRY_STATUS(session.refuse_csv());
  storage::Database& database = session.book_for_reading().database();
  database.backup_to(target);
  session.output().note("copied {} to {}", session.book_location(), target);
  return {};
}

}  // namespace

void add_backup_command(CLI::App& app, Session& session) {
  CLI::App& command = add_command(app, kText);
  auto target = std::make_shared<std::string>();
  command.add_option("FILE", *target, "Where to; nothing may be there yet")->required();
  on_run(command, session, [&session, target] { return back_up(session, *target); });
}

}  // namespace quits::cli
