// Values to bytes and back, for every kind of fact, and what bytes that are no fact do: nothing.
#include <google/protobuf/stubs/logging.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "base/clock.h"
#include "program/encoding.h"
#include "quits/v1/fact.pb.h"
#include "tests/program/encoding_generator.h"

namespace quits::program {
namespace {

constexpr std::size_t kKinds = std::variant_size_v<AnyFact>;

TEST(EncodingRoundTrip, Every_fact_comes_back_as_it_was) {
  EXPECT_TRUE(rc::check([](std::uint64_t seed) {
    FactGenerator generator(seed);
    FactCodec codec;
    for (std::size_t kind = 0; kind < kKinds; ++kind) {
      const Fact fact = generator.fact(kind);
      const std::string bytes = codec.encode(fact);
      const Result<Fact> back = codec.decode(bytes);
      if (!back) RC_FAIL(to_string(back.error()));
      RC_ASSERT(back->index() == kind);
      RC_ASSERT(*back == fact);
    }
  }));
}

// The codec reuses its messages: what an earlier fact left in them must not show in a later one.
TEST(EncodingRoundTrip, Equal_facts_have_equal_bytes_whatever_came_before) {
  EXPECT_TRUE(rc::check([](std::uint64_t seed) {
    FactGenerator generator(seed);
    FactCodec used;
    for (int i = 0; i < 60; ++i) {
      // Often the same kind twice in a row, where the message is reused.
      const Fact fact = generator.fact(generator.below(3) == 0 ? generator.below(kKinds) : 4);
      const std::string bytes = FactCodec().encode(fact);
      RC_ASSERT(used.encode(fact) == bytes);
      RC_ASSERT(used.decode(bytes).value() == fact);
    }
  }));
}

TEST(EncodingRoundTrip, Terms_come_back_as_they_were) {
  EXPECT_TRUE(rc::check([](std::uint64_t seed) {
    FactGenerator generator(seed);
    v1::Terms message;
    for (int i = 0; i < 5; ++i) {
      const Terms terms = generator.terms();
      to_message(terms, message);
      RC_ASSERT(from_message(message).value() == terms);
    }
  }));
}

TEST(EncodingRoundTrip, The_kind_is_the_field_number) {
  FactGenerator generator(1);
  for (std::size_t kind = 0; kind < kKinds; ++kind) {
    v1::Fact message;
    message.set_id("kept");
    const Fact fact = generator.fact(kind);
    to_message(fact, message);
    EXPECT_EQ(static_cast<std::uint32_t>(message.kind_case()),
              static_cast<std::uint32_t>(kind_of(fact)));
    EXPECT_EQ(message.id(), "kept");
    EXPECT_EQ(from_message(message).value(), fact);
  }
}

TEST(EncodingRoundTrip, Kinds_have_names) {
  EXPECT_EQ(name_of(kind::book_opened), "book opened");
  EXPECT_EQ(name_of(kind::sale), "sale");
  EXPECT_EQ(name_of(kind::invoice_issued), "invoice issued");
  EXPECT_EQ(name_of(kind::period_settled), "period settled");
  EXPECT_EQ(name_of(ledger::FactKind{9}), "unknown fact");
  EXPECT_EQ(name_of(kind::agreement_ended), "agreement ended");
  EXPECT_EQ(name_of(kind_at(kKinds)), "unknown fact");
}

// Changes, removes and inserts bytes, cuts, repeats: what broken writers and attackers send.
std::string mutated(std::string bytes, FactGenerator& generator) {
  for (std::uint64_t changes = 1 + generator.below(4); changes > 0; --changes) {
    const std::size_t at = generator.below(bytes.size() + 1);
    const char byte = static_cast<char>(generator.below(256));
    switch (generator.below(6)) {
      case 0:
        bytes.insert(at, 1, byte);
        break;
      case 1:
        bytes.resize(at);
        break;
      case 2:
        bytes += bytes.substr(0, at);
        break;
      case 3:
        if (at < bytes.size()) bytes.erase(at, 1 + generator.below(3));
        break;
      default:
        if (at < bytes.size()) bytes[at] = byte;
    }
  }
  return bytes;
}

// What is taken for a fact must be one: it encodes and comes back equal. Everything else is
// refused.
void feed_garbage(int inputs, std::int64_t micros_max) {
  const google::protobuf::LogSilencer silencer;  // it reports every text that is not UTF-8
  const std::uint64_t seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  FactGenerator generator(seed);
  FactCodec codec;
  const Stopwatch stopwatch;
  int accepted = 0;
  int fed = 0;
  std::string original;
  const auto enough = [&] { return fed > inputs / 20 && stopwatch.micros() >= micros_max; };
  for (; fed < inputs && !enough(); ++fed) {
    if (fed % 64 == 0) original = codec.encode(generator.fact(generator.below(kKinds)));
    const std::string bytes = mutated(fed % 16 == 0 ? std::string() : original, generator);
    const Result<Fact> fact = codec.decode(bytes);
    if (!fact) {
      ASSERT_FALSE(fact.error().message.empty());
      ASSERT_EQ(exit_code_of(fact.error().code), 3) << to_string(fact.error());
      continue;
    }
    ++accepted;
    const std::string again = codec.encode(*fact);
    ASSERT_EQ(codec.decode(again).value(), *fact);
  }
  EXPECT_GT(accepted, 0);
}

TEST(EncodingGarbage, Broken_bytes_are_refused) { feed_garbage(1'000'000, 5'000'000); }

}  // namespace
}  // namespace quits::program
