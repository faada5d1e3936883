#include "proof/base64.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace quits::proof {
namespace {

TEST(Base64, writes_the_examples_of_the_rfc) {
  const std::pair<const char*, const char*> examples[] = {{"", ""},
                                                          {"f", "Zg=="},
                                                          {"fo", "Zm8="},
                                                          {"foo", "Zm9v"},
                                                          {"foob", "Zm9vYg=="},
                                                          {"fooba", "Zm9vYmE="},
                                                          {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : examples) {
    EXPECT_EQ(to_base64(std::string_view(bytes)), text);
    EXPECT_EQ(from_base64(text), bytes);
  }
  EXPECT_EQ(to_base64(std::string_view("\xFB\xFF\xBF")), "+/+/");
}

TEST(Base64, reads_exactly_one_text_for_the_same_bytes) {
  for (const char* text : {"Zg", "Zg=", "Zh==", "Zm9=", "Zg==\n",
                           "Zg= =", "Z===", "====", "Zm9v=", "Zm\x00v", "Zm9-", "Zm9_", " Zg=="})
    EXPECT_EQ(from_base64(text), std::nullopt) << text;
  EXPECT_EQ(from_base64(std::string_view("Zg==Zg==", 8)), std::nullopt) << "padding within";
}

TEST(Base64, any_bytes_come_back) {
  EXPECT_TRUE(rc::check("bytes", [](const std::string& bytes) {
    RC_ASSERT(from_base64(to_base64(std::string_view(bytes))) == bytes);
  }));
}

}  // namespace
}  // namespace quits::proof
