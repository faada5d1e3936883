// quits prove and quits check-proof: what somebody without a book can be shown, and what he does
// not fall for.
#include <gtest/gtest.h>

#include "base/digest.h"
#include "proof/proof_file.h"
#include "proof/signature.h"
#include "tests/cli/desk.h"

namespace quits::test {
namespace {

// An independent reader of proofs, written from the specification: prints the entry it proves.
const char* const kReader = R"(
import base64, hashlib, sys

lines = sys.stdin.read().split("\n")
assert lines[0] == "c2sp.org/tlog-proof@v1"
record = base64.b64decode(lines[1][len("extra "):])
index = int(lines[2][len("index "):])
blank = lines.index("")
path = [base64.b64decode(line) for line in lines[3:blank]]
size, root = int(lines[blank + 2]), base64.b64decode(lines[blank + 3])
assert index < size
node, at, last = hashlib.sha256(b"\0" + record).digest(), index, size - 1
for sibling in path:
    assert last > 0
    if at % 2 == 1 or at == last:
        node = hashlib.sha256(b"\1" + sibling + node).digest()
        while at % 2 == 0 and at > 0:
            at, last = at // 2, last // 2
    else:
        node = hashlib.sha256(b"\1" + node + sibling).digest()
    at, last = at // 2, last // 2
assert last == 0 and node == root, "the hashes do not lead to the root"
print(index + 1)
)";

// NORD sold in January 2024; the month is closed and signed.
class Proofs : public testing::Test {
 protected:
  void SetUp() override {
    desk_.result_of("init --operator ACME --name 'ACME Ltd'");
    desk_.result_of("party add NORD --name Nord");
    desk_.write("terms",
                "title: \"Reseller\"\ncurrency: \"EUR\"\nplan { name: \"standard\" rule: RULE_FLAT "
                "basis: BASIS_PER_EVENT "
                "band { from: \"0\" rate: \"10 %\" } }\n");
    desk_.result_of("agreement propose terms --agreement nord --partner NORD --from 2024-01-01");
    desk_.result_of("agreement accept nord --version 1");
    sell("1");
    const std::string made = desk_.result_of("key new --name acme.example/partners --out acme.key");
    key_ = made.substr(0, made.find('\n'));
    desk_.result_of("key use acme.key");
    desk_.result_of("period close 2024-01 --key acme.key");
    desk_.write("8.checkpoint", desk_.result_of("checkpoint show 8"));
  }

  void sell(const std::string& id) {
    desk_.write("sale.txtpb",
                "source: \"shop\" fact { id: \"" + id +
                    "\" sale { seller: \"NORD\" on: \"2024-01-03\" amount: \"1000\" } }");
    desk_.result_of("record sale.txtpb");
  }
  std::string check(const std::string& file) const {
    return "check-proof " + file + " --key " + key_;
  }
  std::string proof_text(const std::string& target) const {
    return desk_.result_of("prove " + target);
  }

  Desk desk_;
  std::string key_;
};

TEST_F(Proofs, every_entry_and_every_invoice) {
  for (int entry = 1; entry <= 8; ++entry) {
    const std::string file = std::to_string(entry) + ".tlog-proof";
    desk_.expect_says("prove " + std::to_string(entry) + " --out " + file,
                      {"under the checkpoint of 8 entries"});
    desk_.expect_says(check(file), {"entry " + std::to_string(entry) +
                                    " is among the first 8 of acme.example/partners"});
  }
  EXPECT_EQ(proof_text("shop:1"), proof_text("6"));
  desk_.write("sale", proof_text("shop:1"));
  desk_.expect_says(check("sale"), {"by anna, as shop:1", "seller: \"NORD\"", "amount: \"1000\""});
  desk_.expect_says(check("sale") + " --json",
                    {"\"entry\": \"6\"", "\"origin\": \"acme.example/partners\""});
  desk_.write("invoice", proof_text("NORD-2024-00001"));
  desk_.expect_says(check("invoice"), {"number: \"NORD-2024-00001\"", "recipient: \"ACME\""});
}

TEST_F(Proofs, need_no_book_and_are_judged_by_others) {
  desk_.write("proof", proof_text("6"));
  const Desk elsewhere;
  std::filesystem::copy_file(desk_.path("proof"), elsewhere.path("proof"));
  EXPECT_EQ(elsewhere.quits(check("proof")).exit_code, 0);
  if (!program_exists("python3")) GTEST_SKIP() << "python3 is not installed";
  for (int entry = 1; entry <= 8; ++entry) {
    const Outcome outcome =
        run({"python3", "-X", "utf8", "-c", kReader}, {.input = proof_text(std::to_string(entry))});
    EXPECT_EQ(outcome.output, std::to_string(entry) + "\n") << outcome;
  }
}

// The record, its place, a hash, the signed text, the key: whatever is changed, the proof is none.
TEST_F(Proofs, nothing_of_a_proof_can_be_changed) {
  const auto good = proof::InclusionProof::parse(proof_text("6")).value();
  const auto refused = [&](const proof::InclusionProof& changed, const std::string& code) {
    desk_.write("changed", changed.to_string());
    const Outcome outcome = desk_.quits(check("changed"));
    EXPECT_EQ(outcome.exit_code, 3) << outcome;
    EXPECT_NE(outcome.errors.find("(" + code + ")"), std::string::npos) << code << outcome;
  };
  auto changed = good;
  changed.extra[changed.extra.find("1000")] = '9';
  refused(changed, "proof_mismatch");
  changed = good;
  changed.extra.clear();
  refused(changed, "missing_field");
  for (const std::uint64_t index : {0U, 4U, 6U, 7U, 8U, 1'000'000U}) {
    changed = good;
    changed.index = index;
    refused(changed, "proof_mismatch");
  }
  for (std::size_t i = 0; i < good.hashes.size(); ++i) {
    changed = good;
    changed.hashes[i][31] ^= std::byte{1};
    refused(changed, "proof_mismatch");
    changed = good;
    changed.hashes.erase(changed.hashes.begin() + static_cast<std::ptrdiff_t>(i));
    refused(changed, "proof_mismatch");
  }
  changed = good;
  changed.hashes.push_back(Hash{});
  refused(changed, "proof_mismatch");
  changed = good;
  changed.checkpoint.text.replace(changed.checkpoint.text.find("\n8\n"), 3, "\n9\n");
  refused(changed, "bad_signature");
  const auto stranger = proof::SigningKey::generate("acme.example/partners");
  changed = good;
  changed.checkpoint.signatures = {proof::sign(changed.checkpoint.text, stranger)};
  refused(changed, "not_signed");
  desk_.write("changed", "c2sp.org/tlog-proof@v1\nindex 4\n");
  EXPECT_NE(desk_.quits(check("changed")).errors.find("changed:3"), std::string::npos);
}

TEST_F(Proofs, ask_for_what_is_missing) {
  EXPECT_EQ(desk_.quits("prove 9").exit_code, 4);
  EXPECT_EQ(desk_.quits("prove 0").exit_code, 4);
  EXPECT_EQ(desk_.quits("prove shop:2").exit_code, 4);
  EXPECT_EQ(desk_.quits("prove NORD-2024-00002").exit_code, 4);
  EXPECT_EQ(desk_.quits("prove").exit_code, 2);
  EXPECT_EQ(desk_.quits("prove 6 --since 6").exit_code, 2);
  sell("2");
  const Outcome uncovered = desk_.quits("prove shop:2");
  EXPECT_EQ(uncovered.exit_code, 4) << uncovered;
  EXPECT_NE(uncovered.errors.find("quits checkpoint new --key FILE"), std::string::npos)
      << uncovered;
  desk_.result_of("checkpoint new --key acme.key");
  desk_.write("proof", proof_text("shop:2"));
  desk_.expect_says(check("proof"), {"entry 9 is among the first 9"});
  desk_.result_of("prove 6 --checkpoint 8 --out there");
  EXPECT_EQ(desk_.quits("prove 6 --out there").exit_code, 3) << "never written over";
  EXPECT_EQ(desk_.quits("prove 6 --checkpoint 7").exit_code, 4);
}

TEST_F(Proofs, a_witness_can_be_asked_for) {
  const auto witness =
      proof::SigningKey::generate("nord.example/witness", proof::KeyType::cosignature);
  const std::string asked = " --witness " + witness.verifier().to_string();
  desk_.write("proof", proof_text("6"));
  EXPECT_NE(desk_.quits(check("proof") + asked).errors.find("(not_signed)"), std::string::npos);
  auto note = proof::Note::parse(desk_.result_of("checkpoint show")).value();
  note.signatures.push_back(proof::cosign(note.text, witness, 1'790'000'000));
  desk_.write("cosigned", note.to_string());
  desk_.result_of("checkpoint cosign cosigned" + asked);
  desk_.write("proof", proof_text("6"));
  desk_.expect_says(check("proof") + asked,
                    {"cosigned by  nord.example/witness", "at 2026-09-21T14:13:20Z"});
}

TEST_F(Proofs, a_log_that_only_grew) {
  std::string sales = "source: \"shop\"";
  std::string parties = "source: \"shop\"";
  for (const char digit : std::string("23456789")) {
    const std::string id(1, digit);
    sales += " fact { id: \"" + id +
             "\" sale { seller: \"NORD\" on: \"2024-01-03\" amount: \"1000\" } }";
    parties += " fact { id: \"" + id + "\" party_registered { key: \"P" + id + "\" name: \"P\" } }";
  }
  desk_.write("sales.txtpb", sales);
  desk_.result_of("record sales.txtpb");
  desk_.result_of("checkpoint new --key acme.key");
  desk_.expect_says("prove --since 8 --out growth",
                    {"the first 8 entries are those of the checkpoint of 16"});
  const std::string line = "check-proof --consistent 8.checkpoint growth --key " + key_;
  desk_.expect_says(line, {"the first 8 of 16 entries of acme.example/partners are unchanged"});
  desk_.expect_says(line + " --json", {"\"consistent\": true"});
  const auto good = proof::ConsistencyProof::parse(read_file(desk_.path("growth"))).value();
  auto changed = good;
  changed.hashes.back()[0] ^= std::byte{1};
  desk_.write("changed", changed.to_string());
  EXPECT_NE(desk_.quits("check-proof --consistent 8.checkpoint changed --key " + key_)
                .errors.find("(proof_mismatch)"),
            std::string::npos);
  // Another history, signed with the same key, does not go on from what the auditor kept.
  const Desk forged;
  std::filesystem::copy_file(desk_.path("acme.key"), forged.path("acme.key"));
  std::filesystem::copy_file(desk_.path("8.checkpoint"), forged.path("8.checkpoint"));
  forged.result_of("init --operator ACME --name 'ACME Ltd'");
  forged.write("parties.txtpb", parties);
  forged.result_of("record parties.txtpb");
  forged.result_of("key use acme.key");
  forged.result_of("checkpoint new --key acme.key");
  forged.result_of("prove --since 8 --out growth");
  const Outcome outcome = forged.quits(line);
  EXPECT_EQ(outcome.exit_code, 3) << outcome;
  EXPECT_NE(outcome.errors.find("(proof_mismatch)"), std::string::npos) << outcome;
}

}  // namespace
}  // namespace quits::test
