#include "service/book_file.h"

#include <array>

#include "ledger/sql.h"
#include "ledger/tree_nodes.h"
#include "program/invariants/invariants.h"
#include "program/sql.h"
#include "settlement/invariants/invariants.h"
#include "settlement/sql.h"
#include "storage/migration.h"

namespace quits::service {
namespace {

// A book that was written before these tables were there gets their rows from its log.
void fill_plan_tables(storage::Database& database) {
  ledger::Log log(database);
  ledger::Lines lines(&database);
  program::LimitUse limit_use(&database);
  program::PlanCustomers plan_customers(&database);
  program::Activity activity(&database);
  const std::array<ledger::Projection*, 3> projections{&limit_use, &plan_customers, &activity};
  ledger::Record record;
  const std::uint64_t size = ledger::last_sequence(database);
  for (std::uint64_t sequence = 1; sequence <= size; ++sequence) {
    log.read({sequence}, record);
    lines.complete(record);
    for (ledger::Projection* projection : projections) projection->project(record);
  }
  for (ledger::Projection* projection : projections) projection->flush();
}

void fill_list_payments(storage::Database& database) {
  ledger::Log log(database);
  settlement::ListPayments list_payments(&database);
  ledger::Record record;
  const std::uint64_t size = ledger::last_sequence(database);
  for (std::uint64_t sequence = 1; sequence <= size; ++sequence) {
    log.read({sequence}, record);
    list_payments.project(record);
  }
  list_payments.flush();
}

constexpr std::array kMigrations{
    storage::Migration{1, "ledger", ledger::sql::migrations::ledger, ledger::sql::migrations::ledger_check},
    storage::Migration{2, "program", program::sql::migrations::program, program::sql::migrations::program_check},
    storage::Migration{3, "settlement", settlement::sql::migrations::settlement, settlement::sql::migrations::settlement_check},
    storage::Migration{4, "plans", program::sql::migrations::plans, program::sql::migrations::plans_check, &fill_plan_tables},
    storage::Migration{5, "agreement_end", program::sql::migrations::agreement_end, program::sql::migrations::agreement_end_check},
    storage::Migration{6, "sales", program::sql::migrations::sales, program::sql::migrations::sales_check},
    storage::Migration{7, "levels", program::sql::migrations::levels, program::sql::migrations::levels_check},
    storage::Migration{8, "services", program::sql::migrations::services, program::sql::migrations::services_check},
    storage::Migration{9, "restated", program::sql::migrations::restated, program::sql::migrations::restated_check},
    storage::Migration{10, "runs", settlement::sql::migrations::runs, settlement::sql::migrations::runs_check},
    storage::Migration{11, "calendar", settlement::sql::migrations::calendar, settlement::sql::migrations::calendar_check},
    storage::Migration{12, "disputes", settlement::sql::migrations::disputes, settlement::sql::migrations::disputes_check},
    storage::Migration{13, "credits", settlement::sql::migrations::credits, settlement::sql::migrations::credits_check},
    storage::Migration{14, "tree_nodes", ledger::sql::migrations::tree_nodes, ledger::sql::migrations::tree_nodes_check,
                       &ledger::fill_tree_nodes},
    storage::Migration{15, "checkpoints", ledger::sql::migrations::checkpoints, ledger::sql::migrations::checkpoints_check},
    storage::Migration{16, "list_payments", settlement::sql::migrations::list_payments, settlement::sql::migrations::list_payments_check,
                       &fill_list_payments},
};

std::unique_ptr<storage::Database> open_up_to_date(const std::string& location, storage::Mode mode, storage::FaultPlan* faults) {
  auto database = storage::open_database(location, mode, faults);
  storage::migrate(*database, kMigrations);
  return database;
}

}  // namespace

std::span<const storage::Migration> migrations() { return kMigrations; }

BookFile::BookFile(const std::string& location, storage::Mode mode, Clock& clock, storage::FaultPlan* faults)
    : database_(open_up_to_date(location, mode, faults)),
      book_(*database_, clock),
      program_(*database_),
      settlement_(*database_, program_),
      checkpoints_(*database_) {
  program_.use(recalculation_);
  book_.teach(program_);
  book_.teach(settlement_);
  program::Register& program = program_.registers();
  book_.add(program.parties);
  book_.add(program.agreements);
  book_.add(program.accumulators);
  book_.add(program.limit_use);
  book_.add(program.plan_customers);
  book_.add(program.activity);
  book_.add(program.levels);
  book_.add(program.corrections);
  book_.add(program.assignments);
  book_.add(program.sale_courses);
  book_.add(program.floors);
  book_.add(program.draws);
  book_.add(program.funds);
  book_.add(program.restated);
  settlement::Documents& documents = settlement_.documents();
  book_.add(documents.invoices);
  book_.add(documents.settlements);
  book_.add(documents.runs);
  book_.add(documents.list_payments);
  book_.add(documents.holds);
  book_.add(documents.calendars);
  book_.add(documents.write_offs);
  book_.add(documents.disputes);  // behind the invoices
}

ledger::VerifyReport BookFile::verify(bool deep, std::function<void(std::uint64_t, std::uint64_t)> progress,
                                      std::vector<ledger::RootClaim> claims) {
  ledger::VerifyPlan plan;
  plan.claims = std::move(claims);
  plan.deep = deep;
  plan.progress = std::move(progress);
  plan.projections.push_back(std::make_unique<program::Parties>(nullptr));
  plan.projections.push_back(std::make_unique<program::Agreements>(nullptr));
  plan.projections.push_back(std::make_unique<program::Accumulators>(nullptr));
  plan.projections.push_back(std::make_unique<program::LimitUse>(nullptr));
  plan.projections.push_back(std::make_unique<program::PlanCustomers>(nullptr));
  plan.projections.push_back(std::make_unique<program::Activity>(nullptr));
  plan.projections.push_back(std::make_unique<program::LevelBook>(nullptr));
  plan.projections.push_back(std::make_unique<program::Corrections>(nullptr));
  plan.projections.push_back(std::make_unique<program::Assignments>(nullptr));
  plan.projections.push_back(std::make_unique<program::SaleCourses>(nullptr));
  plan.projections.push_back(std::make_unique<program::Floors>(nullptr));
  plan.projections.push_back(std::make_unique<program::Draws>(nullptr));
  plan.projections.push_back(std::make_unique<program::Funds>(nullptr));
  plan.projections.push_back(std::make_unique<program::Restated>(nullptr));
  auto invoices = std::make_unique<settlement::Invoices>(nullptr);
  auto disputes = std::make_unique<settlement::Disputes>(nullptr, *invoices);
  plan.projections.push_back(std::move(invoices));
  plan.projections.push_back(std::make_unique<settlement::Settlements>(nullptr));
  plan.projections.push_back(std::make_unique<settlement::Runs>(nullptr));
  plan.projections.push_back(std::make_unique<settlement::ListPayments>(nullptr));
  plan.projections.push_back(std::make_unique<settlement::PartyHolds>(nullptr));
  plan.projections.push_back(std::make_unique<settlement::Calendars>(nullptr));
  plan.projections.push_back(std::make_unique<settlement::WriteOffs>(nullptr));
  plan.projections.push_back(std::move(disputes));
  program::add_invariants(plan);
  settlement::add_invariants(plan);
  return ledger::verify(*database_, std::move(plan));
}

}  // namespace quits::service
