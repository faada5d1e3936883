#include "cli/program.h"

#include <exception>
#include <new>

#include "base/failure.h"
#include "cli/command_line.h"
#include "cli/commands.h"

namespace quits::cli {
namespace {

// In the order of the help: first what one does once, then every month, then what one asks.
void add_commands(CLI::App& app, Session& session) {
  add_demo_command(app, session);
  add_init_command(app, session);
  add_party_commands(app, session);
  add_agreement_commands(app, session);
  add_record_command(app, session);
  add_import_command(app, session);
  add_correction_commands(app, session);
  add_level_commands(app, session);
  add_fund_commands(app, session);
  add_restate_command(app, session);
  add_period_commands(app, session);
  add_calendar_commands(app, session);
  add_dispute_commands(app, session);
  add_settle_command(app, session);
  add_write_off_commands(app, session);
  add_register_command(app, session);
  add_ageing_command(app, session);
  add_statement_command(app, session);
  add_invoice_commands(app, session);
  add_balance_commands(app, session);
  add_entries_commands(app, session);
  add_explain_command(app, session);
  add_simulate_command(app, session);
  add_export_command(app, session);
  add_rate_commands(app, session);
  add_run_commands(app, session);
  add_obligation_commands(app, session);
  add_net_command(app, session);
  add_dependence_command(app, session);
  add_verify_command(app, session);
  add_key_commands(app, session);
  add_checkpoint_commands(app, session);
  add_backup_command(app, session);
  add_log_commands(app, session);
  add_restore_command(app, session);
  add_bench_command(app, session);
}

}  // namespace

int run_program(Clock& clock, const std::vector<std::string>& words) {
  Session session(clock);
  try {
    const auto app = make_command_line(session);
    add_commands(*app, session);
    run_command_line(*app, session, words);
    session.output().flush();
  } catch (const Failure& failure) {
    session.finish(refuse(failure.to_error()));
  } catch (const std::bad_alloc&) {
    session.finish(refuse(Code::unavailable, "out of memory"));
  } catch (const std::exception& error) {
    session.finish(refuse(Code::unavailable, error.what()));
  }
  return session.exit_status();
}

}  // namespace quits::cli
