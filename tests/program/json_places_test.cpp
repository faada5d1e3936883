// Where the fields of JSON stand.
#include "program/json_places.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace quits::program {
namespace {

using Spot = JsonPlaces::Spot;

const JsonPlaces& places() {
  static const JsonPlaces kPlaces(R"({"source": "a \" ] } [",
"list": [1, {"x": [true, "y"]}, [] ],
 "map": [
  {"field": {"inner": 5}, "whenEmpty": null},
  {"field": "b"}
 ], last : 'it''s' })");
  return kPlaces;
}

TEST(JsonPlaces, fields_and_elements_are_found_in_lists_and_objects) {
  EXPECT_EQ(places().find("source"), (Spot{1, 2}));
  EXPECT_EQ(places().find("list"), (Spot{2, 1}));
  EXPECT_EQ(places().find("list[1]"), (Spot{2, 13}));
  EXPECT_EQ(places().find("list[1].x[1]"), (Spot{2, 26}));
  EXPECT_EQ(places().find("map[0].field.inner"), (Spot{4, 14}));
  EXPECT_EQ(places().find("map[0].when_empty"), (Spot{4, 27}));
  EXPECT_EQ(places().find("map[1].field"), (Spot{5, 4}));
  EXPECT_EQ(places().find("last"), (Spot{6, 5}));
}

TEST(JsonPlaces, of_what_is_not_written_the_nearest_around_it_is_meant) {
  EXPECT_EQ(places().find("map[1].column"), (Spot{5, 3}));
  EXPECT_EQ(places().find("map[7].field"), (Spot{3, 2}));
  EXPECT_EQ(places().find("nothing"), Spot{});
  EXPECT_EQ(places().find(""), Spot{});
  EXPECT_EQ(JsonPlaces("").find("a"), Spot{});
}

TEST(JsonPlaces, any_bytes_are_survived) {
  EXPECT_TRUE(rc::check("a search ends on any text", [] {
    const auto text = *rc::gen::container<std::string>(
        rc::gen::element('{', '}', '[', ']', '"', '\\', ':', ',', 'a', '\n'));
    JsonPlaces("{" + text).find("a[0].a[1].a");
    JsonPlaces("{\"a\":[" + text).find("a[0].a[1].a");
  }));
}

}  // namespace
}  // namespace quits::program
