#include "base/id.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <type_traits>
#include <unordered_map>
#include <vector>

#include "tests/base/expectations.h"

namespace quits {
namespace {

TEST(FactId, AcceptsWhatAnotherSystemCallsItsFacts) {
  for (const FactId& id :
       {FactId{"shop", "order-4711"}, FactId{"a", "b"}, FactId{"Läden/Köln", "№ 7: Teil 2 ✓"},
        FactId{std::string(64, 's'), std::string(128, 'x')}}) {
    const auto checked = check_fact_id(id);
    ASSERT_TRUE(checked) << id.to_string() << ": " << checked.error().message;
    EXPECT_EQ(*checked, id);
  }
  EXPECT_EQ((FactId{"shop", "order:1"}).to_string(), "shop:order:1");
}

TEST(FactId, RefusesWithFieldAndReason) {
  struct Case {
    FactId id;
    Code code;
    const char* field;
    const char* message;
  };
  const Case cases[] = {
      {{"", "x"}, Code::missing_field, "id.source", "the id of a fact needs this part"},
      {{"x", ""}, Code::missing_field, "id.external_id", "the id of a fact needs this part"},
      {{"", ""}, Code::missing_field, "id.source", "the id of a fact needs this part"},
      {{std::string(65, 's'), "x"}, Code::too_large, "id.source", "65 bytes: expected at most 64"},
      {{"s", std::string(129, 'x')},
       Code::too_large,
       "id.external_id",
       "129 bytes: expected at most 128"},
      {{"s\xff", "x"}, Code::malformed_text, "id.source", "'s\\xFF' is not valid UTF-8"},
      {{"s", "\xed\xa0\x80"}, Code::malformed_text, "id.external_id", "is not valid UTF-8"},
      {{"s\n", "x"}, Code::bad_value, "id.source", "'s\\x0A' contains control characters"},
      {{"s", "a\tb"}, Code::bad_value, "id.external_id", "'a\\x09b' contains control characters"},
      {{"s", "a\xc2\x85"}, Code::bad_value, "id.external_id", "contains control characters"},
      {{"s", std::string("a\0b", 3)}, Code::bad_value, "id.external_id", "'a\\x00b' contains"},
      {{"pos:1", "x"}, Code::bad_value, "id.source", "'pos:1' contains ':'"},
  };
  for (const Case& wanted : cases) {
    const auto checked = check_fact_id(wanted.id);
    ASSERT_FALSE(checked) << wanted.message;
    EXPECT_EQ(checked.error().code, wanted.code) << wanted.message;
    EXPECT_EQ(checked.error().place.field, wanted.field) << wanted.message;
    EXPECT_NE(checked.error().message.find(wanted.message), std::string::npos)
        << checked.error().message;
  }
}

// All pairs of parts of up to three letters, most of them made to be confused.
TEST(FactId, TextNamesOneIdOnly) {
  std::vector<std::string> parts = {""};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (parts[i].size() == 3) continue;
    for (const char letter : {'a', 'b', ':'}) parts.push_back(parts[i] + letter);
  }
  std::map<std::string, FactId> seen;
  for (const std::string& source : parts) {
    for (const std::string& external_id : parts) {
      const auto id = check_fact_id(FactId{source, external_id});
      if (!id) continue;
      const bool is_new = seen.emplace(id->to_string(), *id).second;
      EXPECT_TRUE(is_new) << id->to_string() << " is also " << seen[id->to_string()].source;
    }
  }
  EXPECT_EQ(seen.size(), 14U * 39U);
  EXPECT_EQ(std::hash<FactId>()(FactId{"a", "b"}), std::hash<FactId>()(FactId{"a", "b"}));
  EXPECT_NE(std::hash<FactId>()(FactId{"a", "b"}), std::hash<FactId>()(FactId{"b", "a"}));
}

TEST(Number, KindsDoNotMix) {
  static_assert(!std::is_convertible_v<Sequence, PartyNumber>);
  static_assert(!std::is_convertible_v<Sequence, std::uint64_t>);
  static_assert(!std::is_constructible_v<Sequence, PartyNumber>);
  static_assert(sizeof(Sequence) == sizeof(std::uint64_t));
  EXPECT_FALSE(Sequence{});
  EXPECT_TRUE(Sequence{1});
  EXPECT_LT(Sequence{1}, Sequence{2});
  std::unordered_map<PartyNumber, int> by_party;
  by_party[PartyNumber{7}] = 1;
  EXPECT_TRUE(by_party.contains(PartyNumber{7}));
}

}  // namespace
}  // namespace quits
