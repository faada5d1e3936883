// quits: reads the command line, runs one command, and says how it ended. The one place where a
// failure of the world is caught.
#include <cstdio>

#include "base/clock.h"
#include "base/failure.h"
#include "cli/command_line.h"

namespace {

using namespace quits::cli;

// In the order of the help.
void add_commands(CLI::App& app, Session& session) {
  add_backup_command(app, session);
}

}  // namespace

int main(int count, char** words) {
  quits::SystemClock clock;
  Session session(clock);
  try {
    const auto app = make_command_line(session);
    add_commands(*app, session);
    run_command_line(*app, session, count, words);
    session.output().flush();
  } catch (const quits::Failure& failure) {
    session.finish(quits::refuse(failure.to_error()));
  } catch (const std::bad_alloc&) {
    session.finish(quits::refuse(quits::Code::unavailable, "out of memory"));
  } catch (const std::exception& error) {
    session.finish(quits::refuse(quits::Code::unavailable, error.what()));
  }
  return session.exit_status();
}
