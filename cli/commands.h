// The commands, one function per noun, each in the file of its noun (cli/party.cpp ...). A function
// adds its commands to the command line; nothing runs before the line is parsed.
//
// The options of a command live in a struct of its file, held by a shared_ptr that the callback
// keeps.
#pragma once

#include <CLI/App.hpp>
#include <functional>

#include "cli/session.h"

namespace quits::cli {

struct CommandText {
  const char* name;
  const char* description;  // one sentence without its full stop, beginning with a verb
  const char* examples;     // lines of "  quits party show FRANCE\n", shown before the options
};

// A command that does something; a mistyped one is met with the closest of its neighbours.
CLI::App& add_command(CLI::App& parent, const CommandText& text);
// A noun whose verbs are added to it; one verb is required.
CLI::App& add_group(CLI::App& parent, const CommandText& text);
// What the command does. A refusal becomes the session's.
void on_run(CLI::App& command, Session& session, std::function<Status()> action);

// Those that write.
void add_init_command(CLI::App& app, Session& session);
void add_party_commands(CLI::App& app, Session& session);
void add_agreement_commands(CLI::App& app, Session& session);
void add_record_command(CLI::App& app, Session& session);
void add_import_command(CLI::App& app, Session& session);
void add_period_commands(CLI::App& app, Session& session);
void add_calendar_commands(CLI::App& app, Session& session);
void add_dispute_commands(CLI::App& app, Session& session);
void add_settle_command(CLI::App& app, Session& session);
void add_write_off_commands(CLI::App& app, Session& session);
void add_correction_commands(CLI::App& app, Session& session);  // approve, reverse
void add_level_commands(CLI::App& app, Session& session);
void add_fund_commands(CLI::App& app, Session& session);
void add_restate_command(CLI::App& app, Session& session);
void add_key_commands(CLI::App& app, Session& session);
void add_checkpoint_commands(CLI::App& app, Session& session);
void add_backup_command(CLI::App& app, Session& session);
void add_log_commands(CLI::App& app, Session& session);
void add_restore_command(CLI::App& app, Session& session);
void add_demo_command(CLI::App& app, Session& session);

// Those that read.
void add_balance_commands(CLI::App& app, Session& session);
void add_entries_commands(CLI::App& app, Session& session);
void add_explain_command(CLI::App& app, Session& session);
void add_invoice_commands(CLI::App& app, Session& session);
void add_statement_command(CLI::App& app, Session& session);
void add_simulate_command(CLI::App& app, Session& session);
void add_register_command(CLI::App& app, Session& session);
void add_ageing_command(CLI::App& app, Session& session);
void add_verify_command(CLI::App& app, Session& session);
void add_net_command(CLI::App& app, Session& session);         // reads no book
void add_dependence_command(CLI::App& app, Session& session);  // nor does this
void add_run_commands(CLI::App& app, Session& session);
void add_rate_commands(CLI::App& app, Session& session);
void add_obligation_commands(CLI::App& app, Session& session);
void add_export_command(CLI::App& app, Session& session);
void add_bench_command(CLI::App& app, Session& session);

}  // namespace quits::cli
