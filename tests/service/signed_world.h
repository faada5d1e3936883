// A book that signs what it is.
#pragma once

#include <string>
#include <vector>

#include "ledger/checkpoints.h"
#include "tests/service/example.h"

namespace quits::test {

inline constexpr const char* kOrigin = "acme.example/partners";

// One person's book, with the key it signs with.
struct SignedWorld : World {
  SignedWorld() {
    open_example(*this);
    sell("NORD", "2026-03-02", "1000", "first");
  }
  ledger::Checkpoints& checkpoints() { return file().checkpoints(); }
  ledger::SignedCheckpoint must_sign(const proof::SigningKey& with) {
    const auto made = checkpoints().sign(with);
    EXPECT_TRUE(made) << (made ? "" : to_string(made.error()));
    return made ? made->checkpoint : ledger::SignedCheckpoint{};
  }
  void must_use(const proof::SigningKey& with) {
    const auto listed = checkpoints().use(with);
    EXPECT_TRUE(listed) << (listed ? "" : to_string(listed.error()));
  }
  // Every finding of verify, with its sentence.
  std::string findings(std::vector<ledger::RootClaim> claims = {}) {
    std::string text;
    for (const auto& check : file().verify(false, {}, std::move(claims)).checks)
      for (const auto& finding : check.findings)
        text += check.sentence + ": " + finding.what + "\n";
    return text;
  }
};

inline void change(storage::Database& database, const std::string& sql) {
  storage::Transaction transaction(database, storage::Access::write);
  database.execute(sql);
  transaction.commit();
}

}  // namespace quits::test
