// Foreign programs judge our signatures, and sign what we judge: the command openssl, and Python's
// cryptography.
#include <gtest/gtest.h>

#include <cstring>

#include "proof/base64.h"
#include "proof/signature.h"
#include "tests/proof/published.h"
#include "tests/support/process.h"
#include "tests/support/scratch.h"

namespace quits::proof {
namespace {

using test::Outcome;
using test::ScratchDirectory;

std::string as_text(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// What stands before the 32 bytes of an Ed25519 public key in the form of X.509 (RFC 8410).
const std::string kX509 = std::string("\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00", 12);

class OpenSsl : public testing::Test {
 protected:
  void SetUp() override {
    if (!test::program_exists("openssl")) GTEST_SKIP() << "openssl is not installed";
  }
  Outcome run(std::vector<std::string> arguments) const {
    arguments.insert(arguments.begin(), "openssl");
    return test::run(std::move(arguments), {.directory = scratch_.path()});
  }
  bool verifies(const VerifierKey& key, const std::string& message,
                const std::string& signature) const {
    scratch_.write("key.der", kX509 + as_text(key.public_key));
    scratch_.write("message", message);
    scratch_.write("signature", signature);
    return run({"pkeyutl", "-verify", "-pubin", "-inkey", "key.der", "-keyform", "DER", "-rawin",
                "-in", "message", "-sigfile", "signature"})
               .exit_code == 0;
  }

  ScratchDirectory scratch_;
};

TEST_F(OpenSsl, verifies_what_we_sign) {
  const SigningKey key = SigningKey::generate("acme.example/book");
  const std::string text = "acme.example/book\n7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
  const std::string signature = sign(text, key).bytes;
  EXPECT_TRUE(verifies(key.verifier(), text, signature));
  EXPECT_FALSE(verifies(key.verifier(), text + " ", signature))
      << "the judge must be able to say no";
}

TEST_F(OpenSsl, signs_what_we_verify) {
  ASSERT_EQ(run({"genpkey", "-algorithm", "ed25519", "-out", "key.pem"}).exit_code, 0);
  ASSERT_EQ(
      run({"pkey", "-in", "key.pem", "-pubout", "-outform", "DER", "-out", "public.der"}).exit_code,
      0);
  scratch_.write("message", "any text\n");
  ASSERT_EQ(run({"pkeyutl", "-sign", "-inkey", "key.pem", "-rawin", "-in", "message", "-out",
                 "signature"})
                .exit_code,
            0);
  const std::string der = test::read_file(scratch_ / "public.der");
  ASSERT_EQ(der.substr(0, kX509.size()), kX509);
  PublicKey key;
  std::memcpy(key.data(), der.data() + kX509.size(), key.size());
  EXPECT_TRUE(proof::verifies(key, "any text\n",
                              std::string_view(test::read_file(scratch_ / "signature"))));
  EXPECT_FALSE(proof::verifies(key, "any other text\n",
                               std::string_view(test::read_file(scratch_ / "signature"))));
}

// An independent reader of notes, written from the specifications.
const char* const kReader = R"(
import base64, hashlib, struct, sys
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

def split(key):
    name, key_id, rest = key.split("+", 2)
    rest = base64.b64decode(rest)
    assert hashlib.sha256(name.encode() + b"\n" + rest).digest()[:4].hex() == key_id
    return name, key_id, rest[0], rest[1:]

def check(note, key):
    name, key_id, kind, public = split(key)
    text, lines = note.rsplit("\n\n", 1)
    text += "\n"
    for line in lines.splitlines():
        dash, who, signature = line.split(" ")
        signature = base64.b64decode(signature)
        if who == name and signature[:4].hex() == key_id:
            signature, message = signature[4:], text
            if kind == 4:
                message = "cosignature/v1\ntime %d\n%s" % (struct.unpack(">Q", signature[:8])[0], text)
                signature = signature[8:]
            Ed25519PublicKey.from_public_bytes(public).verify(signature, message.encode())
            return
    sys.exit("not signed by " + key)

def cosign(note, name, seconds):
    private = Ed25519PrivateKey.generate()
    public = b"\4" + private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    key_id = hashlib.sha256(name.encode() + b"\n" + public).digest()[:4]
    text = note.rsplit("\n\n", 1)[0] + "\n"
    signature = private.sign(("cosignature/v1\ntime %d\n%s" % (seconds, text)).encode())
    line = base64.b64encode(key_id + struct.pack(">Q", seconds) + signature).decode()
    print("%s+%s+%s" % (name, key_id.hex(), base64.b64encode(public).decode()))
    print(note + "— %s %s" % (name, line))

note = sys.stdin.read()
if sys.argv[1] == "check":
    check(note, sys.argv[2])
else:
    cosign(note, sys.argv[2], int(sys.argv[3]))
)";

class Python : public testing::Test {
 protected:
  void SetUp() override {
    const bool there =
        test::program_exists("python3") &&
        test::run({"python3", "-c", "import cryptography.hazmat.primitives.asymmetric.ed25519"})
                .exit_code == 0;
    if (!there) GTEST_SKIP() << "python3 with the package cryptography is not installed";
  }
  static Outcome read(const std::string& note, std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"python3", "-X", "utf8", "-c", kReader});
    return test::run(std::move(arguments), {.input = note});
  }
};

TEST_F(Python, reads_our_notes_and_our_keys) {
  const SigningKey key = SigningKey::generate("acme.example/book");
  const SigningKey witness = SigningKey::generate("nord.example/witness", KeyType::cosignature);
  Note note{"acme.example/book\n7\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n", {}};
  note.signatures = {sign(note.text, key), cosign(note.text, witness, 1'790'000'000)};
  for (const VerifierKey& verifier : {key.verifier(), witness.verifier()}) {
    const Outcome outcome = read(note.to_string(), {"check", verifier.to_string()});
    EXPECT_EQ(outcome.exit_code, 0) << outcome;
  }
  note.text[0] = 'A';
  EXPECT_NE(read(note.to_string(), {"check", key.verifier().to_string()}).exit_code, 0)
      << "the judge must be able to say no";
  EXPECT_EQ(read(kPublicCheckpoint, {"check", kPublicWitness}).exit_code, 0)
      << "and it judges others as we do";
}

TEST_F(Python, writes_cosignatures_that_we_read) {
  const Outcome outcome = read(kSofaCheckpoint, {"cosign", "nord.example/witness", "1790000001"});
  ASSERT_EQ(outcome.exit_code, 0) << outcome;
  const std::size_t end = outcome.output.find('\n');
  const auto witness = VerifierKey::parse(outcome.output.substr(0, end));
  ASSERT_TRUE(witness) << to_string(witness.error());
  const auto note = Note::parse(outcome.output.substr(end + 1));
  ASSERT_TRUE(note) << to_string(note.error());
  EXPECT_EQ(note->signatures.size(), 3U);
  const auto found = find_signature(*note, *witness);
  ASSERT_TRUE(found && *found);
  EXPECT_EQ((*found)->at, 1790000001);
}

}  // namespace
}  // namespace quits::proof
