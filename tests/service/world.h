// A book in a scratch directory with a clock that tests set, and short ways to put facts into it.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "program/encoding.h"
#include "service/book_file.h"
#include "tests/support/scratch.h"

namespace quits::test {

// Late enough for every period that tests close.
inline Timestamp world_start() { return Timestamp::parse("2026-11-01T08:00:00Z").value(); }

class World {
 public:
  explicit World(storage::FaultPlan* faults = nullptr) : faults_(faults) { reopen(storage::Mode::create); }

  void reopen(storage::Mode mode = storage::Mode::open) {
    file_.reset();
    file_ = std::make_unique<service::BookFile>((scratch_ / "book.quits").string(), mode, clock_, faults_);
  }

  service::BookFile& file() { return *file_; }
  ledger::Book& book() { return file_->book(); }
  storage::Database& database() { return file_->database(); }
  ManualClock& clock() { return clock_; }
  std::filesystem::path path(std::string_view name) const { return scratch_ / name; }
  std::string location() const { return (scratch_ / "book.quits").string(); }

  ledger::Submission submission(const std::string& id, const program::Fact& fact, const std::string& source = "test") {
    return {{source, id}, codec_.encode(fact)};
  }

  // Records one fact; its id is made up when none is given.
  Result<ledger::Receipt> record(const program::Fact& fact, std::string id = "", const std::string& actor = "anna") {
    if (id.empty()) id = "made-up-" + std::to_string(++made_up_);
    const std::vector facts{submission(id, fact)};
    ledger::RecordOptions options;
    options.actor = actor;
    return book().record(facts, options).receipts.at(0);
  }

  // The same for facts that must be accepted.
  Sequence must(const program::Fact& fact, const std::string& id = "", const std::string& actor = "anna") {
    const auto receipt = record(fact, id, actor);
    EXPECT_TRUE(receipt) << (receipt ? "" : to_string(receipt.error()));
    return receipt ? receipt->sequence : Sequence{};
  }

  void open_program(const std::string& operator_key = "ACME") {
    must(program::BookOpened{"Test program", operator_key});
    must(program::PartyRegistered{operator_key, operator_key + " Ltd", "", "", true});
  }

  void add_partner(const std::string& key) { must(program::PartyRegistered{key, key + " Ltd", "", "", false}); }

  // Proposed by the principal, accepted by the partner.
  void agree(const std::string& agreement, std::uint32_t version, const std::string& partner, const std::string& from,
             program::Terms terms, const std::string& principal = "ACME") {
    must(program::AgreementProposed{agreement, version, principal, partner, Date::parse_iso(from).value(), principal, std::move(terms)});
    must(program::AgreementAccepted{agreement, version, partner});
  }

  Sequence sell(const std::string& seller, const std::string& on, const std::string& amount, const std::string& id = "") {
    return must(sale(seller, on, amount), id);
  }

  static program::Sale sale(const std::string& seller, const std::string& on, const std::string& amount) {
    program::Sale made;
    made.seller = seller;
    made.on = Date::parse_iso(on).value();
    made.amount = Decimal::parse(amount).value();
    return made;
  }

  void close(const std::string& period) { must(program::PeriodClosed{Period::parse(period).value(), 0, ""}, "close/" + period); }
  void settle(const std::string& period) {
    const Period settled = Period::parse(period).value();
    must(program::PeriodSettled{settled, settled.next().first_day(), 0}, "settle/" + period);
  }

  // What the entry added to its only line.
  std::int64_t booked(Sequence sequence) {
    const ledger::Record record = book().read(sequence);
    return record.items.empty() ? 0 : record.items.front().amount_minor;
  }

  void expect_clean() {
    const ledger::VerifyReport report = file_->verify(false);
    for (const ledger::CheckReport& check : report.checks) {
      for (const ledger::Finding& finding : check.findings) {
        ADD_FAILURE() << check.sentence << ": entry " << finding.sequence << ": " << finding.what;
      }
    }
  }

 private:
  ScratchDirectory scratch_;
  ManualClock clock_{world_start()};
  storage::FaultPlan* faults_;
  program::FactCodec codec_;
  std::unique_ptr<service::BookFile> file_;
  int made_up_ = 0;
};

// "0" 4 %, "150000" 6 %: bands from pairs of texts.
inline std::vector<program::Band> bands(std::initializer_list<std::pair<const char*, const char*>> texts) {
  std::vector<program::Band> made;
  for (const auto& [from, rate] : texts) made.push_back({Decimal::parse(from).value(), Rate::parse(rate).value()});
  return made;
}

inline program::CommissionPlan plan(program::Rule rule, program::Basis basis, std::vector<program::Band> made,
                                    program::Window window = program::Window::none) {
  program::CommissionPlan out;
  out.name = "standard";
  out.rule = rule;
  out.basis = basis;
  out.window = window;
  out.bands = std::move(made);
  return out;
}

inline program::Terms terms_of(const std::string& currency, std::vector<program::CommissionPlan> plans) {
  program::Terms terms;
  terms.title = "Test terms";
  terms.currency = Currency::parse(currency).value();
  terms.plans = std::move(plans);
  return terms;
}

}  // namespace quits::test
