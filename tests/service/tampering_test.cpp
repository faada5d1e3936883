// Whoever changes a table or the log behind the book's back is found, and the place is named.
#include <google/protobuf/stubs/logging.h>
#include <gtest/gtest.h>

#include <random>

#include "base/failure.h"
#include "tests/service/example.h"

namespace quits::test {
namespace {

void change(storage::Database& database, const std::string& sql) {
  storage::Transaction transaction(database, storage::Access::write);
  database.prepare(sql)->run();
  transaction.commit();
}

// The log's own guards go first: this is somebody who can write the file.
void drop_guards(storage::Database& database) {
  std::vector<std::string> guards;
  {
    auto rows = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'");
    while (rows->step()) guards.emplace_back(rows->text(0));
  }
  storage::Transaction transaction(database, storage::Access::write);
  for (const std::string& guard : guards) database.execute("DROP TRIGGER " + guard);
  transaction.commit();
}

struct Column {
  std::string name;
  std::string type;
};

std::vector<Column> columns_of(storage::Database& database, const std::string& table) {
  std::vector<Column> columns;
  auto rows = database.prepare("SELECT name, type FROM pragma_table_info('" + table + "')");
  while (rows->step()) columns.push_back({std::string(rows->text(0)), std::string(rows->text(1))});
  return columns;
}

// Everything that is derived from the log.
const std::vector<std::string> kTables{
    "tree",    "tree_node", "source",         "fact_id",     "account",           "balance",    "period",
    "line",    "party",          "accumulator", "agreement_version", "given_back", "adjustment",
    "invoice", "invoice_number", "settlement",  "settled_period",    "agreement_end", "activity",
    "assignment", "sale_course",
    "floor",   "draw",           "fund_request", "person_place", "certificate", "level_change",
    "level_sale",
    "run",     "run_party",      "run_payment",  "list_payment", "party_hold",
    "calendar", "dispute", "dispute_event", "write_off"};

// A partner with a least amount, a draw and a fund: topped up, advanced and asked for.
void add_promises(World& world) {
  using namespace program;
  world.add_partner("OST");
  CommissionPlan small = plan(Rule::flat, Basis::per_event, bands({{"0", "1 %"}}));
  small.limits.push_back({LimitScope::customer_period, std::nullopt, 1'000, false});
  Terms terms = terms_of("EUR", {std::move(small)});
  terms.guarantees.push_back({"draw", Side::partner, 5'000, Every::month, "", true});
  terms.funds.push_back({"campaigns", 100'000, Every::year, Rate::parse("50 %").value(), 0});
  world.agree("ost", 1, "OST", "2026-04-01", std::move(terms));
  Sale sale = World::sale("OST", "2026-04-02", "100");
  sale.customer = "A";
  world.must(sale);
  FundRequested request;
  request.partner = "OST";
  request.fund = "campaigns";
  request.amount = Decimal::parse("300").value();
  request.on = day("2026-04-03");
  request.activity = "Trade fair";
  world.must(request, "fair");
  world.must(Approval{{"", "fair"}}, "fair-approved", "bert");
  world.close("2026-04");
}

// A partner with levels: two people, a sale, a review and a level that waits for its approval.
void add_levels(World& world) {
  using namespace program;
  world.add_partner("WEST");
  Terms terms = terms_of("EUR", {plan(Rule::flat, Basis::per_event, bands({{"0", "1 %"}}))});
  Level silver;
  silver.name = "Silver";
  Level gold;
  gold.name = "Gold";
  gold.certified = 1;
  gold.new_customers = 1;
  gold.sales_minor = 10'000;
  terms.levels = {silver, gold};
  terms.level_review = {{{7, 1}}, 6};
  world.agree("west", 1, "WEST", "2026-05-01", std::move(terms));
  world.must(PersonCertified{"WEST", "ann", "architect", day("2026-05-02"), day("2027-05-01"), "exam 1"});
  world.must(PersonCertified{"WEST", "bob", "architect", day("2026-05-02"), day("2027-05-02"), "exam 2"});
  world.must(PersonLeft{"WEST", "ann", day("2026-05-20"), ""});
  Sale sale = World::sale("WEST", "2026-05-03", "100");
  sale.customer = "A";
  world.must(sale);
  world.must(LevelReviewed{"west", day("2026-06-01"), "", "", {}, {}, "asked"});
  world.must(LevelGranted{"west", "Silver", day("2026-06-02"), "a joke", ""});
}

// A run between two partners with something left to pay, and one that stands on hold.
void add_run(World& world) {
  using namespace program;
  for (const char* party : {"KLEIN", "GROSS"}) {
    world.add_partner(party);
    Terms terms = terms_of("EUR", {});
    terms.settlement.netting = {NettingMode::multilateral};
    terms.settlement.answers = true;
    world.agree(party, 1, party, "2026-05-01", std::move(terms));
  }
  ObligationReported debt{"debt", "KLEIN", "GROSS", Decimal::parse("10").value(), Currency::parse("EUR").value(),
                          day("2026-06-01"), std::nullopt, "GROSS", false, "", "", {}};
  world.must(debt);
  debt.number = "back";
  debt.debtor.swap(debt.creditor);
  debt.amount = Decimal::parse("4").value();
  world.must(debt);
  RunOpened run;
  run.run = "june";
  run.on = day("2026-06-02");
  run.parties = {"KLEIN", "GROSS"};
  world.must(run);
  RunCollected collected;
  collected.run = run.run;
  world.must(collected);
  RunProposed proposed;
  proposed.run = run.run;
  world.must(proposed);
  for (const char* party : {"KLEIN", "GROSS"}) world.must(RunAnswered{run.run, party, false, "", 1});
  world.must(RunApproved{run.run, 1}, "", "bert");
  RunPosted posted;
  posted.run = run.run;
  world.must(posted);
  world.must(PartyHeld{"KLEIN", HoldKind::on_hold, "under review"});
}

// Somebody disputes a part of the newest document that has anything free, and the other side answers.
void add_dispute(World& world) {
  using namespace program;
  DisputeOpened dispute;
  for (const auto& invoice : settlement::invoices_of(world.database(), std::nullopt, "")) {
    if (invoice.free_minor() > 0) {
      dispute.document = invoice.number;
      dispute.by = invoice.recipient;
    }
  }
  dispute.amount = Decimal::parse("1").value();
  dispute.on = day("2026-07-01");
  dispute.reason = DisputeReason::price;
  dispute.text = "agreed on less";
  world.must(dispute, "dispute");
  world.must(DisputeAnswered{{"", "dispute"}, dispute.by, day("2026-07-02"), "well?"});
}

// Somebody pays a debt and more, and a part of what a run asks for; a part of another debt is given up.
void add_payment(World& world) {
  using namespace program;
  const Currency euro = Currency::parse("EUR").value();
  ObligationReported debt{"small", "KLEIN", "GROSS", Decimal::parse("5").value(), euro,
                          day("2026-06-03"), std::nullopt, "GROSS", false, "", "", {}};
  world.must(debt);
  world.must(Payment{"KLEIN", "GROSS", Decimal::parse("2").value(), euro, day("2026-06-04"), "small", {}});
  world.must(WriteOffRequested{"small", Decimal::parse("3").value(), day("2026-06-05"), "gone"}, "gone");
  world.must(WriteOffApproved{{"", "gone"}, day("2026-06-05"), "", 0}, "", "bert");
  world.must(Payment{"KLEIN", "GROSS", Decimal::parse("2").value(), euro, day("2026-06-06"), "small", {}});
  world.must(Payment{"KLEIN", "GROSS", Decimal::parse("2").value(), euro, day("2026-06-07"), "RUN-june-00001", {}});
}

class Tampering : public testing::Test {
 protected:
  void SetUp() override {
    fill_example(world_);
    world_.must(program::PartnerAssigned{"SUED", "NORD", day("2026-04-01"), ""});
    world_.sell("SUED", "2026-04-02", "100", "contract");
    world_.must(program::CustomerPayment{{"", "contract"}, day("2026-04-03"), Decimal::parse("40").value(), ""});
    world_.must(program::ContractCancelled{{"", "contract"}, day("2026-04-04"), ""});
    add_promises(world_);
    add_levels(world_);
    add_run(world_);
    world_.must(program::AgreementEnded{"nord", day("2026-12-31"), "ACME", "moved away"});
    add_dispute(world_);
    add_payment(world_);
    world_.must(program::CalendarSet{Period::parse("2026-12").value(), 5, 10, 20, 1});
    world_.expect_clean();
    drop_guards(world_.database());
    storage::Transaction transaction(world_.database(), storage::Access::write);
    for (const std::string& table : all_tables())
      world_.database().execute("CREATE TABLE kept_" + table + " AS SELECT * FROM " + table);
    transaction.commit();
  }

  void TearDown() override { world_.expect_clean(); }

  static std::vector<std::string> all_tables() {
    std::vector<std::string> tables = kTables;
    tables.emplace_back("record");
    return tables;
  }

  // What verify says after `sql` was run; then the table is put back.
  std::string found_after(const std::string& sql, const std::string& table = "record") {
    change(world_.database(), sql);
    std::string text;
    for (const auto& check : world_.file().verify(false).checks) {
      for (const auto& finding : check.findings) {
        text += check.sentence + ": entry " + std::to_string(finding.sequence) + ": " +
                finding.what + "\n";
      }
    }
    restore(table);
    return text;
  }

  void restore(const std::string& table) {
    storage::Transaction transaction(world_.database(), storage::Access::write);
    world_.database().execute("DELETE FROM " + table + "; INSERT INTO " + table +
                              " SELECT * FROM kept_" + table);
    transaction.commit();
  }

  World world_;
};

TEST_F(Tampering, every_changed_column_of_every_table_is_found) {
  for (const std::string& table : kTables) {
    for (const Column& column : columns_of(world_.database(), table)) {
      if (table == "tree" && column.name == "id") continue;  // a CHECK of the database
      // The reason of a level is one of four, and no period stands above none; the others have room above.
      const std::string changed = column.name == "why"     ? "why - 1"
                                  : column.name == "adjusted_in" ? std::to_string(Period::parse("2026-06")->index())
                                  : column.type == "INTEGER" ? column.name + " + 1"
                                  : column.type == "TEXT"  ? column.name + " || 'x'"
                                                           : "x'0000000000000000'";
      // The last row in key order, so that a key plus one is not taken.
      const std::string sql = "UPDATE " + table + " SET " + column.name + " = " + changed +
                              " WHERE " + column.name + " = (SELECT max(" + column.name +
                              ") FROM " + table + ")";
      const std::string found = found_after(sql, table);
      const std::string named = table == "tree" ? "tree" : "table " + table;
      EXPECT_NE(found.find(named), std::string::npos) << sql << "\nfound: " << found;
    }
  }
}

TEST_F(Tampering, every_deleted_row_is_found) {
  for (const std::string& table : kTables) {
    const std::string key = columns_of(world_.database(), table).front().name;
    const std::string sql = "DELETE FROM " + table + " WHERE " + key + " = (SELECT max(" + key +
                            ") FROM " + table + ")";
    EXPECT_NE(found_after(sql, table).find(table == "tree" ? "tree" : "table " + table),
              std::string::npos)
        << sql;
  }
}

TEST_F(Tampering, every_inserted_row_is_found) {
  for (const std::string& table : kTables) {
    if (table == "tree") continue;  // it has one row, and its table says so
    std::string names;
    std::string values;
    for (const Column& column : columns_of(world_.database(), table)) {
      names += (names.empty() ? "" : ", ") + column.name;
      // A copy of the newest row under a key that is free: the next number, or a longer text.
      const std::string next = column.type == "TEXT" ? "max(" + column.name + ") || 'x'"
                                                     : "max(" + column.name + ") + 1";
      const bool is_plain = column.type == "BLOB" || column.name == "currency" || column.name == "kind" ||
                            column.name == "category" || column.name == "billing" ||
                            column.name == "tax_category" || column.name == "is_operator" ||
                            column.name == "why" || column.name == "adjusted_in" ||
                            column.name == "posted_in";
      values += (values.empty() ? "" : ", ") + (is_plain ? "max(" + column.name + ")" : next);
    }
    const std::string sql =
        "INSERT INTO " + table + " (" + names + ") SELECT " + values + " FROM " + table;
    EXPECT_NE(found_after(sql, table).find("table " + table), std::string::npos) << sql;
  }
}

// The entry is named: the first one that is not what it was, or where the roots part.
TEST_F(Tampering, a_changed_record_is_found) {
  const std::uint64_t size = world_.book().log().size();
  for (std::uint64_t sequence = 1; sequence <= size; sequence += 3) {
    const std::string number = std::to_string(sequence);
    EXPECT_NE(
        found_after("UPDATE record SET bytes = CAST(bytes || x'00' AS BLOB) WHERE sequence = " +
                    number),
        "")
        << number;
    EXPECT_NE(found_after("UPDATE record SET bytes = x'' WHERE sequence = " + number)
                  .find("entry " + number + ":"),
              std::string::npos)
        << number;
    EXPECT_NE(found_after("DELETE FROM record WHERE sequence = " + number), "") << number;
  }
  EXPECT_NE(found_after("UPDATE record SET sequence = 0 WHERE sequence = 5"), "");
  EXPECT_NE(found_after(
                "INSERT INTO record (sequence, bytes) SELECT max(sequence) + 1, bytes FROM record"),
            "");
  EXPECT_NE(found_after("UPDATE record SET bytes = (SELECT bytes FROM record WHERE sequence = 4) "
                        "WHERE sequence = 3")
                .find("entry 3:"),
            std::string::npos);
}

// Any single byte of the log, whatever it turns into: found, and verify gets to its end.
TEST_F(Tampering, any_byte_of_the_log_counts) {
  const google::protobuf::LogSilencer quiet;
  std::mt19937_64 random(5);
  const std::uint64_t size = world_.book().log().size();
  for (int i = 0; i < 400; ++i) {
    const std::uint64_t sequence = 1 + random() % size;
    std::string original;
    {
      auto row = world_.database().prepare("SELECT bytes FROM record WHERE sequence = " +
                                           std::to_string(sequence));
      ASSERT_TRUE(row->step());
      const auto bytes = row->blob(0);
      original.assign(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    }
    std::string changed = original;
    changed[random() % changed.size()] ^= static_cast<char>(1U << (random() % 8));
    const auto write = [&](const std::string& bytes) {
      storage::Transaction transaction(world_.database(), storage::Access::write);
      auto update = world_.database().prepare("UPDATE record SET bytes = $2 WHERE sequence = $1");
      update->bind(1, static_cast<std::int64_t>(sequence))
          .bind_blob(2, std::as_bytes(std::span(bytes)))
          .run();
      transaction.commit();
    };
    write(changed);
    EXPECT_FALSE(world_.file().verify(false).clean()) << "entry " << sequence;
    write(original);
  }
  world_.expect_clean();
}

// A recomputed tree does not hide a changed record: the roots recorded at the close still say so.
TEST_F(Tampering, a_log_that_was_hashed_anew_is_found_by_the_recorded_root) {
  change(world_.database(),
         "UPDATE record SET bytes = CAST(bytes || x'BA3E00' AS BLOB) WHERE sequence = 5");
  ledger::MerkleFrontier frontier;
  Hasher hasher;
  world_.book().log().scan({1}, {UINT32_MAX}, [&](Sequence, std::span<const std::byte> bytes) {
    frontier.append(hasher, hasher.leaf(bytes));
    return true;
  });
  const std::string tree = frontier.to_bytes();
  storage::Transaction transaction(world_.database(), storage::Access::write);
  world_.database()
      .prepare("UPDATE tree SET frontier = $1")
      ->bind_blob(1, std::as_bytes(std::span(tree)))
      .run();
  transaction.commit();
  const auto report = world_.file().verify(false);
  EXPECT_FALSE(report.clean());
  bool named = false;
  for (const auto& check : report.checks) {
    named = named || (check.findings_count > 0 &&
                      check.sentence.find("recorded at each close") != std::string::npos);
  }
  EXPECT_TRUE(named);
  storage::Transaction back(world_.database(), storage::Access::write);
  world_.database().execute(
      "DELETE FROM record; INSERT INTO record SELECT * FROM kept_record; DELETE FROM tree; INSERT "
      "INTO tree SELECT * FROM kept_tree");
  back.commit();
}

// A row that holds no value at all is a finding that names its table, not the end of verify.
TEST_F(Tampering, rows_that_cannot_be_read_are_found) {
  const std::pair<const char*, const char*> columns[] = {{"line", "currency"},
                                                         {"line", "period"},
                                                         {"account", "kind"},
                                                         {"account", "currency"},
                                                         {"balance", "period"},
                                                         {"period", "period"},
                                                         {"invoice", "due_on"},
                                                         {"invoice", "currency"},
                                                         {"settlement", "period"},
                                                         {"settled_period", "period"},
                                                         {"agreement_version", "effective_from"},
                                                         {"accumulator", "window_day"}};
  for (const auto& [table, column] : columns) {
    std::string found;
    try {
      found = found_after(std::string("UPDATE ") + table + " SET " + column + " = 77777777 WHERE " +
                              column + " = (SELECT max(" + column + ") FROM " + table + ")",
                          table);
    } catch (const Failure& failure) {
      ADD_FAILURE() << table << "." << column << ": verify ended with: " << failure.what();
      restore(table);
      continue;
    }
    EXPECT_NE(found, "") << table << "." << column;
  }
}

}  // namespace
}  // namespace quits::test
