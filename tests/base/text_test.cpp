#include "base/text.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <string>
#include <vector>

#include "tests/base/expectations.h"

namespace quits {
namespace {

// The table of well-formed byte sequences of the Unicode standard (3-7), by hand.
bool is_well_formed(std::string_view text) {
  std::size_t i = 0;
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
  const auto in = [&](std::size_t at, int low, int high) {
    return at < text.size() && byte(at) >= low && byte(at) <= high;
  };
  while (i < text.size()) {
    const int first = byte(i);
    if (first <= 0x7F) {
      i += 1;
    } else if (first >= 0xC2 && first <= 0xDF && in(i + 1, 0x80, 0xBF)) {
      i += 2;
    } else if (first >= 0xE0 && first <= 0xEF &&
               in(i + 1, first == 0xE0 ? 0xA0 : 0x80, first == 0xED ? 0x9F : 0xBF) &&
               in(i + 2, 0x80, 0xBF)) {
      i += 3;
    } else if (first >= 0xF0 && first <= 0xF4 &&
               in(i + 1, first == 0xF0 ? 0x90 : 0x80, first == 0xF4 ? 0x8F : 0xBF) &&
               in(i + 2, 0x80, 0xBF) && in(i + 3, 0x80, 0xBF)) {
      i += 4;
    } else {
      return false;
    }
  }
  return true;
}

TEST(Text, Utf8AgreesWithTheStandardsTable) {
  const std::string prefix = "12345678";  // past the words that are skipped at once
  for (int first = 0; first < 256; ++first) {
    for (int second = 0; second < 256; ++second) {
      for (const char* const rest : {"", "\x80", "\xbf\x80", "a"}) {
        const std::string text =
            prefix + static_cast<char>(first) + static_cast<char>(second) + rest;
        ASSERT_EQ(is_valid_utf8(text), is_well_formed(text)) << first << " " << second;
      }
    }
  }
  EXPECT_TRUE(rc::check("is_valid_utf8 agrees with the table", [] {
    const auto text = *rc::gen::container<std::string>(rc::gen::oneOf(
        rc::gen::arbitrary<char>(), rc::gen::element<char>('a', '\xc3', '\xa4', '\xe2', '\x82',
                                                           '\xac', '\xf0', '\x9f', '\x98')));
    RC_ASSERT(is_valid_utf8(text) == is_well_formed(text));
  }));
}

TEST(Text, KnownUtf8) {
  EXPECT_TRUE(is_valid_utf8(""));
  EXPECT_TRUE(is_valid_utf8("Grüße 日本 😀"));
  EXPECT_FALSE(is_valid_utf8("\xc0\x80")) << "overlong";
  EXPECT_FALSE(is_valid_utf8("\xed\xa0\x80")) << "surrogate";
  EXPECT_FALSE(is_valid_utf8("\xf4\x90\x80\x80")) << "above U+10FFFF";
  EXPECT_FALSE(is_valid_utf8("12345678\xe2\x82")) << "cut";
}

TEST(Text, ControlCharacters) {
  for (int byte = 0; byte < 0x80; ++byte) {
    const std::string text = std::string("a") + static_cast<char>(byte);
    EXPECT_EQ(has_control_characters(text), byte < 0x20 || byte == 0x7F) << byte;
  }
  EXPECT_TRUE(has_control_characters("\xc2\x80"));
  EXPECT_TRUE(has_control_characters("\xc2\x9f"));
  EXPECT_FALSE(has_control_characters("\xc2\xa0"));
  EXPECT_FALSE(has_control_characters("ä€"));
  EXPECT_FALSE(has_control_characters(""));
}

TEST(Text, SuggestsTheNearestWord) {
  const std::vector<std::string_view> words = {"sale", "refund", "training", "commission",
                                               "program_fee"};
  EXPECT_EQ(closest("comission", words), "commission");
  EXPECT_EQ(closest("traning", words), "training");
  EXPECT_EQ(closest("refudn", words), "refund");
  EXPECT_EQ(closest("slae", words), "sale");
  EXPECT_EQ(closest("sale", words), "sale");
  EXPECT_EQ(closest("program-fee", words), "program_fee");
  EXPECT_EQ(closest("payment", words), "");
  EXPECT_EQ(closest("sxxe", words), "");
  EXPECT_EQ(closest("", words), "");
  EXPECT_EQ(closest("sale", {}), "");
  EXPECT_EQ(closest(std::string(65, 's'), words), "");
}

TEST(Text, TheEarlierOfEqualSuggestionsWins) {
  const std::vector<std::string_view> words = {"abcx", "abcy"};
  EXPECT_EQ(closest("abcz", words), "abcx");
}

TEST(Text, AnEditAwayIsFoundAgain) {
  EXPECT_TRUE(rc::check("one edit in six letters is suggested", [] {
    const auto letter = rc::gen::inRange<char>('a', 'z' + 1);
    const auto word =
        *rc::gen::container<std::string>(*rc::gen::inRange<std::size_t>(6, 20), letter);
    const auto at = *rc::gen::inRange<std::size_t>(0, word.size() - 1);
    const std::vector<std::string_view> known = {"0123456789", word};
    std::string removed = word;
    removed.erase(at, 1);
    std::string added = word;
    added.insert(at, 1, *letter);
    std::string swapped = word;
    std::swap(swapped[at], swapped[at + 1]);
    for (const std::string& typo : {removed, added, swapped})
      RC_ASSERT(closest(typo, known) == word);
  }));
}

TEST(Text, ColumnsOnATerminal) {
  EXPECT_EQ(display_width(""), 0U);
  EXPECT_EQ(display_width("1,100.00 EUR"), 12U);
  EXPECT_EQ(display_width("Grüße"), 5U);
  EXPECT_EQ(display_width("日本"), 4U);
  EXPECT_EQ(display_width("e\xcc\x81"), 1U) << "a combining accent";
  EXPECT_EQ(display_width("€"), 1U);
  EXPECT_EQ(display_width("a\xff"
                          "b"),
            3U);
}

TEST(Text, QuotesForeignTextOnOneLine) {
  EXPECT_EQ(in_quotes(""), "''");
  EXPECT_EQ(in_quotes("plain"), "'plain'");
  EXPECT_EQ(in_quotes("Köln"), "'Köln'");
  EXPECT_EQ(in_quotes("a\nb\x1b[31m"), "'a\\x0Ab\\x1B[31m'");
  EXPECT_EQ(in_quotes("\xc2\x85"), "'\\xC2\\x85'");
  EXPECT_EQ(in_quotes("a\xff"), "'a\\xFF'");
  EXPECT_EQ(in_quotes("abcdef", 3), "'abc...'");
  EXPECT_EQ(in_quotes("abc", 3), "'abc'");
  EXPECT_EQ(in_quotes("äöü", 3), "'ä...'") << "never within a character";
}

TEST(Text, AnyBytesQuoteToShortCleanText) {
  EXPECT_TRUE(rc::check("quoted is valid, printable and short", [] {
    const auto text = *rc::gen::arbitrary<std::string>();
    const std::string line = in_quotes(text, 20);
    RC_ASSERT(is_valid_utf8(line));
    RC_ASSERT(!has_control_characters(line));
    RC_ASSERT(line.size() <= 20 * 4 + 5);
    RC_ASSERT(display_width(text) <= text.size());
  }));
}

}  // namespace
}  // namespace quits
