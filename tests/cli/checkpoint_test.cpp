// quits key, quits checkpoint, and verify with checkpoints that were kept outside: as documentation
// shows them.
#include <gtest/gtest.h>

#include "proof/signature.h"
#include "tests/cli/desk.h"
#include "tests/support/shared.h"

namespace quits::test {
namespace {

// NORD sold in January 2024.
void open_book(const Desk& desk, const std::string& amount = "1000") {
  desk.result_of("init --operator ACME --name 'ACME Ltd'");
  desk.result_of("party add NORD --name Nord");
  desk.write("terms",
             "title: \"Reseller\"\ncurrency: \"EUR\"\nplan { name: \"standard\" rule: RULE_FLAT "
             "basis: BASIS_PER_EVENT "
             "band { from: \"0\" rate: \"10 %\" } }\n");
  desk.result_of("agreement propose terms --agreement nord --partner NORD --from 2024-01-01");
  desk.result_of("agreement accept nord --version 1");
  desk.write(
      "sale.txtpb",
      "source: \"shop\" fact { id: \"1\" sale { seller: \"NORD\" on: \"2024-01-03\" amount: \"" +
          amount + "\" } }");
  desk.result_of("record sale.txtpb");
}

std::string first_line(const std::string& text) { return text.substr(0, text.find('\n')); }

// A folder for an auditor, beside the book of the same desk.
std::string auditor(const Desk& desk) {
  std::filesystem::create_directory(desk.path("auditor"));
  return "auditor";
}

TEST(CheckpointCommand, a_month_end_is_signed_and_kept) {
  const Desk desk;
  open_book(desk);
  const Outcome made = desk.quits("key new --name acme.example/partners --out acme.key");
  ASSERT_EQ(made.exit_code, 0) << made;
  const std::string key = first_line(made.output);
  EXPECT_TRUE(proof::VerifierKey::parse(key)) << key;
  EXPECT_NE(made.errors.find("next: quits key use acme.key"), std::string::npos) << made;
  EXPECT_EQ(desk.result_of("key show acme.key"), key + "\n");
  desk.expect_says("key show", {"The book signs with no key yet", "quits key use FILE"});
  desk.expect_says("key use acme.key", {key});
  desk.expect_says("key use acme.key", {key});
  desk.expect_says("key show", {key.substr(22, 8), "yes"});
  desk.expect_says("checkpoint list", {"No checkpoint was signed yet"});

  const std::string folder = auditor(desk);
  const Outcome closed =
      desk.quits("period close 2024-01 --key acme.key --checkpoint-dir " + folder);
  ASSERT_EQ(closed.exit_code, 0) << closed;
  EXPECT_NE(closed.errors.find("checkpoint of 8 entries signed by acme.example/partners"),
            std::string::npos)
      << closed;
  EXPECT_NE(closed.errors.find("kept as auditor/000000000008.checkpoint"), std::string::npos)
      << closed;
  const std::string note = read_file(desk.path("auditor/000000000008.checkpoint"));
  EXPECT_EQ(desk.result_of("checkpoint show"), note);
  EXPECT_EQ(desk.result_of("checkpoint show 8"), note);
  const auto parsed = proof::Note::parse(note);
  ASSERT_TRUE(parsed);
  EXPECT_TRUE(proof::find_signature(*parsed, proof::VerifierKey::parse(key).value()).value());

  const Outcome again =
      desk.quits("period close 2024-01 --key acme.key --checkpoint-dir " + folder);
  EXPECT_NE(again.errors.find("was there already"), std::string::npos) << again;
  const Outcome settled = desk.quits("settle 2024-01 --key acme.key --checkpoint-dir " + folder);
  EXPECT_NE(settled.errors.find("000000000010.checkpoint"), std::string::npos) << settled;
  desk.expect_says("checkpoint list", {"      8  ", "     10  ", "recorded until"});
  desk.expect_says("checkpoint list --json",
                   {"\"size\": \"8\"", "\"origin\": \"acme.example/partners\""});
  desk.expect_says("verify --checkpoint-dir " + folder,
                   {"every checkpoint names the root that the log had", "everything holds"});
  desk.expect_says("verify --checkpoint auditor/000000000008.checkpoint --verifier " + key,
                   {"everything holds"});
}

TEST(CheckpointCommand, is_refused_before_anything_is_recorded) {
  const Desk desk;
  open_book(desk);
  desk.result_of("key new --name acme.example/partners --out acme.key");
  const Outcome unknown = desk.quits("period close 2024-01 --key acme.key");
  EXPECT_EQ(unknown.exit_code, 3) << unknown;
  EXPECT_NE(unknown.errors.find("(key_not_listed)"), std::string::npos) << unknown;
  EXPECT_NE(unknown.errors.find("quits key use FILE"), std::string::npos) << unknown;
  desk.result_of("key use acme.key");
  const Outcome no_folder =
      desk.quits("period close 2024-01 --key acme.key --checkpoint-dir nowhere");
  EXPECT_EQ(no_folder.exit_code, 4) << no_folder;
  EXPECT_EQ(desk.quits("period close 2024-01 --key nothing").exit_code, 4);
  desk.expect_says("period list --csv", {"2024-01,open"});
  desk.expect_says("period close 2024-01 --key acme.key --dry-run", {"would be entry"});
  desk.expect_says("checkpoint list", {"No checkpoint was signed yet"});
  EXPECT_EQ(desk.quits("checkpoint new").exit_code, 2);
  EXPECT_EQ(desk.quits("checkpoint show 5").exit_code, 4);
  EXPECT_EQ(desk.quits("checkpoint show -5").exit_code, 3);
  const Outcome twice = desk.quits("key new --name acme.example/partners --out acme.key");
  EXPECT_EQ(twice.exit_code, 3) << "a private key is never written over";
  const Outcome spaces = desk.quits("key new --name 'two words' --out other.key");
  EXPECT_NE(spaces.errors.find("at: --name"), std::string::npos) << spaces;
  const Outcome book = desk.quits("key show acme.quits");
  EXPECT_EQ(book.exit_code, 3) << book;
  EXPECT_NE(book.errors.find("this is a book"), std::string::npos) << book;
}

// The operator writes January anew, and signs it with its own key. The auditor has a file of 200
// bytes.
TEST(CheckpointCommand, a_rewritten_book_is_found_by_the_file_that_an_auditor_kept) {
  const Desk desk;
  open_book(desk);
  const std::string key =
      first_line(desk.result_of("key new --name acme.example/partners --out acme.key"));
  desk.result_of("key use acme.key");
  desk.result_of("period close 2024-01 --key acme.key --checkpoint-dir " + auditor(desk));

  const Desk forged;
  open_book(forged, "1100");
  std::filesystem::copy_file(desk.path("acme.key"), forged.path("acme.key"));
  forged.result_of("key use acme.key");
  forged.result_of("period close 2024-01 --key acme.key");
  forged.expect_says("verify", {"everything holds"});
  const std::string kept = desk.path("auditor/000000000008.checkpoint").string();
  const Outcome outcome = forged.quits("verify --checkpoint " + kept + " --verifier " + key);
  EXPECT_EQ(outcome.exit_code, 7) << outcome;
  EXPECT_NE(outcome.output.find("WRONG"), std::string::npos) << outcome;
  EXPECT_NE(outcome.output.find("000000000008.checkpoint names root"), std::string::npos)
      << outcome;
  EXPECT_NE(outcome.errors.find("every checkpoint names the root that the log had"),
            std::string::npos)
      << outcome;
  const Outcome folder = forged.quits("verify --checkpoint-dir " + desk.path("auditor").string());
  EXPECT_EQ(folder.exit_code, 7) << folder;
  // The folder is not written over either.
  const Outcome signed_again = forged.quits("checkpoint new --key acme.key --checkpoint-dir " +
                                            desk.path("auditor").string());
  EXPECT_EQ(signed_again.exit_code, 3) << signed_again;
  EXPECT_NE(signed_again.errors.find("(root_mismatch)"), std::string::npos) << signed_again;
}

// tools/verify_book.py shares no code with us: it checks the signature with openssl, and the root
// over the exported log.
TEST(CheckpointCommand, holds_the_log_in_the_eyes_of_the_second_verifier) {
  if (!program_exists("python3") || !program_exists("openssl"))
    GTEST_SKIP() << "python3 or openssl is not installed";
  const Desk desk;
  open_book(desk);
  const std::string key =
      first_line(desk.result_of("key new --name acme.example/partners --out acme.key"));
  desk.result_of("key use acme.key");
  desk.result_of("period close 2024-01 --key acme.key --checkpoint-dir " + auditor(desk));
  desk.result_of("settle 2024-01");
  const auto judge = [&](const Desk& of) {
    of.result_of("log export --out acme.log");
    return run(
        {"python3", "-B", (tests_folder() / "../tools/verify_book.py").string(), "acme.log",
         "--checkpoint", desk.path("auditor/000000000008.checkpoint").string(), "--key", key},
        {.directory = of.path("acme.log").parent_path()});
  };
  const Outcome good = judge(desk);
  EXPECT_EQ(good.exit_code, 0) << good;
  const Desk other;
  open_book(other, "1100");
  other.result_of("period close 2024-01");
  const Outcome bad = judge(other);
  EXPECT_EQ(bad.exit_code, 1) << bad;
}

TEST(CheckpointCommand, keys_follow_each_other) {
  const Desk desk;
  open_book(desk);
  const std::string first =
      first_line(desk.result_of("key new --name acme.example/partners --out acme.key"));
  desk.result_of("key use acme.key");
  desk.result_of("checkpoint new --key acme.key --checkpoint-dir " + auditor(desk));
  const Outcome rotated = desk.quits("key rotate --key acme.key --out acme-2.key");
  ASSERT_EQ(rotated.exit_code, 0) << rotated;
  EXPECT_NE(rotated.errors.find("announced by key " + first.substr(22, 8)), std::string::npos)
      << rotated;
  EXPECT_EQ(desk.result_of("key show acme-2.key"), first_line(rotated.output) + "\n");
  const Outcome old = desk.quits("period close 2024-01 --key acme.key");
  EXPECT_NE(old.errors.find("was replaced"), std::string::npos) << old;
  desk.result_of("period close 2024-01 --key acme-2.key --checkpoint-dir auditor");
  desk.expect_says("verify --checkpoint-dir auditor --verifier " + first, {"everything holds"});
  EXPECT_EQ(desk.quits("key rotate --out acme-3.key").exit_code, 2);
  const Outcome lost = desk.quits("key rotate --lost --out acme-3.key");
  EXPECT_NE(lost.errors.find("announced by nobody"), std::string::npos) << lost;
  desk.result_of("settle 2024-01 --key acme-3.key --checkpoint-dir auditor");
  desk.expect_says("verify --checkpoint-dir auditor", {"everything holds"});
  const Outcome distrusted = desk.quits("verify --checkpoint-dir auditor --verifier " + first);
  EXPECT_EQ(distrusted.exit_code, 7) << "nobody whom the auditor trusts announced the third key";
  desk.expect_says("key show --csv", {"key,from_entries,announced_by,in_use,verifier_key"});
}

TEST(CheckpointCommand, keeps_what_a_witness_signed) {
  const Desk desk;
  open_book(desk);
  desk.result_of("key new --name acme.example/partners --out acme.key");
  desk.result_of("key use acme.key");
  auto note = proof::Note::parse(desk.result_of("checkpoint new --key acme.key")).value();
  const auto witness =
      proof::SigningKey::generate("nord.example/witness", proof::KeyType::cosignature);
  note.signatures.push_back(proof::cosign(note.text, witness, 1'790'000'000));
  desk.write("cosigned", note.to_string());
  const std::string line = "checkpoint cosign cosigned --witness " + witness.verifier().to_string();
  desk.expect_says(
      line, {"checkpoint of 6 entries cosigned by nord.example/witness at 2026-09-21T14:13:20Z"});
  desk.expect_says(line, {"was there already"});
  EXPECT_EQ(desk.result_of("checkpoint show"), note.to_string());
  desk.expect_says("checkpoint list", {"nord.example/witness"});
  desk.expect_says("verify", {"everything holds"});
  note.signatures.back().bytes.back() ^= 1;
  desk.write("changed", note.to_string());
  const Outcome changed =
      desk.quits("checkpoint cosign changed --witness " + witness.verifier().to_string());
  EXPECT_EQ(changed.exit_code, 3) << changed;
  EXPECT_NE(changed.errors.find("(bad_signature)"), std::string::npos) << changed;
  desk.write("malformed", "no note");
  const Outcome malformed =
      desk.quits("checkpoint cosign malformed --witness " + witness.verifier().to_string());
  EXPECT_NE(malformed.errors.find("malformed:1"), std::string::npos) << malformed;
  EXPECT_EQ(desk.quits("checkpoint cosign cosigned --witness nonsense").exit_code, 3);
}

}  // namespace
}  // namespace quits::test
