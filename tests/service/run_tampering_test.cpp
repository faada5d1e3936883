// Somebody rewrites an entry of a run and hashes the tree again, so that nothing but its meaning is
// wrong: verify names it.
#include <gtest/gtest.h>
#include <quits/v1/record.pb.h>

#include <functional>

#include "ledger/merkle.h"
#include "settlement/run_solution.h"
#include "tests/service/run_book.h"

namespace quits::test {
namespace {

class RunTampering : public testing::Test {
 protected:
  // A ring that D answers for, with a debt that is left out; posted and reversed. Then a run that
  // is cancelled.
  void SetUp() override {
    using namespace program;
    world_.open();
    Terms terms = RunBook::terms();
    terms.settlement.answers = true;
    terms.settlement.answer_days = 3;
    world_.add("D", terms);
    for (const auto& [number, debtor, creditor, amount] : {std::tuple("ab", "A", "B", "100"),
                                                           {"bc", "B", "C", "80"},
                                                           {"cd", "C", "D", "75"},
                                                           {"da", "D", "A", "70"}}) {
      world_.must(RunBook::debt(number, debtor, creditor, amount));
    }
    ObligationReported late = RunBook::debt("late", "A", "B", "9");
    late.due_on = day("2026-06-30");
    world_.must(late);
    RunOpened run = RunBook::opened("r");
    run.due_until = day("2026-04-30");
    run.above = Decimal::parse("1").value();
    world_.must(run, "open");
    world_.must(RunBook::step<RunCollected>("r"), "collect", "carl");
    world_.must(RunBook::step<RunProposed>("r"), "propose");
    world_.must(RunAnswered{"r", "D", false, "", 1}, "answer");
    world_.must(RunApproved{"r", 1}, "approve", "ben");
    world_.must(RunBook::step<RunPosted>("r"), "post");
    world_.must(RunBook::payment("A", "B", "30", world_.orders("r").at(0).reference), "pay");
    world_.must(reversal("pay", "2026-04-21"), "unpay");
    world_.must(RunBook::reversed("r"), "reverse", "ben");
    RunOpened other = RunBook::opened("other");
    world_.must(other, "open other");
    world_.must(RunBook::step<RunCollected>("other"), "collect other");
    world_.must(RunCancelled{"other", "no"}, "cancel other");
    world_.expect_clean();
    storage::Transaction transaction(world_.database(), storage::Access::write);
    std::vector<std::string> guards;
    {
      auto rows =
          world_.database().prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'");
      while (rows->step()) guards.emplace_back(rows->text(0));
    }
    for (const std::string& guard : guards) world_.database().execute("DROP TRIGGER " + guard);
    transaction.commit();
  }

  std::string stored(Sequence entry) {
    auto row = world_.database().prepare("SELECT bytes FROM record WHERE sequence = " +
                                         std::to_string(entry.value));
    EXPECT_TRUE(row->step());
    const auto bytes = row->blob(0);
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }

  void store(Sequence entry, const std::string& bytes) {
    storage::Transaction transaction(world_.database(), storage::Access::write);
    world_.database()
        .prepare("UPDATE record SET bytes = $2 WHERE sequence = $1")
        ->bind(1, static_cast<std::int64_t>(entry.value))
        .bind_blob(2, std::as_bytes(std::span(bytes)))
        .run();
    ledger::MerkleFrontier frontier;
    Hasher hasher;
    world_.book().log().scan({1}, {UINT32_MAX}, [&](Sequence, std::span<const std::byte> leaf) {
      frontier.append(hasher, hasher.leaf(leaf));
      return true;
    });
    const std::string tree = frontier.to_bytes();
    world_.database()
        .prepare("UPDATE tree SET frontier = $1")
        ->bind_blob(1, std::as_bytes(std::span(tree)))
        .run();
    transaction.commit();
  }

  // A sentence about meaning, not about tables, must name an entry. (The tables differ as well, but
  // who can write the log can write them.)
  void expect_named(const std::string& id, const std::string& what,
                    const std::function<void(v1::Record&)>& change) {
    const Sequence entry = world_.book().find({"test", id}).value();
    const std::string original = stored(entry);
    v1::Record record;
    ASSERT_TRUE(record.ParseFromString(original));
    change(record);
    const std::string changed = record.SerializeAsString();
    ASSERT_NE(changed, original) << what;
    store(entry, changed);
    bool named = false;
    std::string found;
    for (const auto& check : world_.file().verify(false).checks) {
      EXPECT_FALSE(check.findings_count > 0 && check.sentence.find("tree") != std::string::npos)
          << what << ": " << check.sentence;
      for (const auto& finding : check.findings) {
        found += check.sentence + ": entry " + std::to_string(finding.sequence) + ": " +
                 finding.what + "\n";
        named = named || (finding.sequence >= entry.value &&
                          check.sentence.find("table") == std::string::npos);
      }
    }
    EXPECT_TRUE(named) << id << ", " << what << ": no sentence names it. Found:\n" << found;
    store(entry, original);
  }

  // The hash follows what was changed.
  void expect_collected_named(const std::string& what,
                              const std::function<void(v1::RunCollected&)>& change) {
    expect_named("collect", what, [&](v1::Record& record) {
      v1::RunCollected& collected = *record.mutable_fact()->mutable_run_collected();
      change(collected);
      program::FactCodec codec;
      const auto decoded = codec.decode(record.fact().SerializeAsString());
      ASSERT_TRUE(decoded) << what;
      collected.set_hash(settlement::hash_of(std::get<program::RunCollected>(*decoded)));
    });
  }

  RunBook world_;
};

TEST_F(RunTampering, what_the_run_was_opened_for) {
  const auto changed = [&](const char* what, const std::function<void(v1::RunOpened&)>& change) {
    expect_named("open", what,
                 [&](v1::Record& record) { change(*record.mutable_fact()->mutable_run_opened()); });
  };
  changed("another mode", [](auto& run) { run.set_mode(v1::NETTING_MODE_BILATERAL); });
  changed("a minimum", [](auto& run) { run.set_minimum_payout("31"); });
  changed("another cut-off", [](auto& run) { run.set_due_until("2026-03-30"); });
  changed("another threshold", [](auto& run) { run.set_above("70"); });
  changed("only some parties", [](auto& run) { run.add_party("A"); });
  changed("another currency", [](auto& run) { run.set_currency("USD"); });
  changed("another day", [](auto& run) { run.set_on("2026-04-02"); });
  changed("another day of payment", [](auto& run) { run.set_pay_on("2026-05-02"); });
  changed("whole documents", [](auto& run) { run.set_whole_documents(true); });
  changed("another run", [](auto& run) { run.set_run("x"); });
  expect_named("open", "by who approved it", [](v1::Record& record) { record.set_actor("ben"); });
}

TEST_F(RunTampering, what_it_collected) {
  expect_collected_named("less of a document",
                         [](auto& run) { run.mutable_document(0)->set_open_minor(9'000); });
  expect_collected_named("more of a document",
                         [](auto& run) { run.mutable_document(0)->set_open_minor(11'000); });
  expect_collected_named("another debtor",
                         [](auto& run) { run.mutable_document(0)->set_debtor(2); });
  expect_collected_named("another due date",
                         [](auto& run) { run.mutable_document(0)->set_due_day(20'500); });
  expect_collected_named("a document less",
                         [](auto& run) { run.mutable_document()->RemoveLast(); });
  expect_collected_named("an exclusion less", [](auto& run) { run.clear_excluded(); });
  expect_collected_named("as of another entry", [](auto& run) { run.set_as_of(run.as_of() - 1); });
  expect_collected_named("a party of another name", [](auto& run) { run.set_party(0, "AA"); });
  expect_named("collect", "another hash", [](v1::Record& record) {
    record.mutable_fact()->mutable_run_collected()->set_hash("00");
  });
  expect_named("collect", "by who approved it",
               [](v1::Record& record) { record.set_actor("ben"); });
}

TEST_F(RunTampering, what_it_proposed) {
  const auto changed = [&](const char* what, const std::function<void(v1::RunProposed&)>& change) {
    expect_named("propose", what, [&](v1::Record& record) {
      change(*record.mutable_fact()->mutable_run_proposed());
    });
  };
  changed("less", [](auto& run) {
    for (int i = 0; i < run.set_off_minor_size(); ++i)
      run.set_set_off_minor(i, run.set_off_minor(i) - 1);
  });
  changed("unbalanced", [](auto& run) { run.set_set_off_minor(0, run.set_off_minor(0) - 1); });
  changed("an amount less", [](auto& run) { run.mutable_set_off_minor()->RemoveLast(); });
  changed("another figure", [](auto& run) { run.mutable_figures(0)->set_gross_minor(1); });
  changed("no proof", [](auto& run) { run.clear_proof(); });
  changed("another potential",
          [](auto& run) { run.mutable_proof(0)->set_potential(0, run.proof(0).potential(0) + 5); });
  changed("another number", [](auto& run) { run.set_proposal(2); });
  changed("without somebody", [](auto& run) { run.add_without("A"); });
  changed("nobody asked", [](auto& run) { run.clear_asks(); });
  changed("somebody else asked", [](auto& run) { run.mutable_asks(0)->set_party("A"); });
  expect_named("propose", "by who approved it",
               [](v1::Record& record) { record.set_actor("ben"); });
}

TEST_F(RunTampering, who_said_yes) {
  const auto answered = [&](const char* what, const std::function<void(v1::RunAnswered&)>& change) {
    expect_named("answer", what, [&](v1::Record& record) {
      change(*record.mutable_fact()->mutable_run_answered());
    });
  };
  answered("another party", [](auto& run) { run.set_party("A"); });
  answered("another proposal", [](auto& run) { run.set_proposal(2); });
  answered("a rejection", [](auto& run) {
    run.set_rejects(true);
    run.set_reason("no");
  });
  expect_named("approve", "another proposal", [](v1::Record& record) {
    record.mutable_fact()->mutable_run_approved()->set_proposal(2);
  });
  expect_named("approve", "by who opened it", [](v1::Record& record) { record.set_actor("anna"); });
  expect_named("approve", "by who collected it",
               [](v1::Record& record) { record.set_actor("carl"); });
  expect_named("approve", "another run", [](v1::Record& record) {
    record.mutable_fact()->mutable_run_approved()->set_run("x");
  });
}

TEST_F(RunTampering, what_it_posted) {
  const auto posted = [&](const char* what, const std::function<void(v1::RunPosted&)>& change) {
    expect_named("post", what,
                 [&](v1::Record& record) { change(*record.mutable_fact()->mutable_run_posted()); });
  };
  posted("a payment less", [](auto& run) { run.mutable_payment()->RemoveLast(); });
  posted("another amount", [](auto& run) { run.mutable_payment(0)->set_amount_minor(2'999); });
  posted("another payee", [](auto& run) { run.mutable_payment(0)->set_payee("C"); });
  posted("another reference", [](auto& run) { run.mutable_payment(0)->set_reference("RUN-r-7"); });
  expect_named("post", "other postings", [](v1::Record& record) {
    // Everybody's book still balances, and as much is set off.
    for (auto& posting : *record.mutable_posting()) {
      const auto owner = posting.owner();
      posting.set_owner(posting.counterparty());
      posting.set_counterparty(owner);
    }
  });
  expect_named("post", "less posted", [](v1::Record& record) {
    for (auto& posting : *record.mutable_posting())
      posting.set_amount_minor(posting.amount_minor() + 1);
  });
}

TEST_F(RunTampering, how_it_ended) {
  const auto reversed = [&](const char* what, const std::function<void(v1::RunReversed&)>& change) {
    expect_named("reverse", what, [&](v1::Record& record) {
      change(*record.mutable_fact()->mutable_run_reversed());
    });
  };
  reversed("a payment stays", [](auto& run) { run.mutable_withdrawn()->RemoveLast(); });
  reversed("less is freed", [](auto& run) { run.mutable_freed()->RemoveLast(); });
  reversed("a document is unmade", [](auto& run) { run.add_unmade("ab"); });
  expect_named("reverse", "by who posted it", [](v1::Record& record) { record.set_actor("anna"); });
  expect_named("reverse", "less taken back",
               [](v1::Record& record) { record.mutable_posting()->RemoveLast(); });
  expect_named("cancel other", "its documents were never collected", [](v1::Record& record) {
    record.mutable_fact()->mutable_run_cancelled()->set_was_collected(false);
  });
  expect_named("unpay", "more than was paid", [](v1::Record& record) {
    auto& reversal = *record.mutable_fact()->mutable_reversal();
    reversal.mutable_applied(0)->set_to_pay_minor(-3'001);
  });
}

}  // namespace
}  // namespace quits::test
