#include "exchange/csv_reader.h"

#include <fmt/core.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "exchange/rejects.h"
#include "tests/support/process.h"
#include "tests/support/scratch.h"
#include "tests/support/shared.h"

namespace quits::exchange {
namespace {

using Rows = std::vector<std::vector<std::string>>;

std::string without_folders(std::string text, const std::filesystem::path& folder) {
  const std::string prefix = folder.string() + "/";
  for (std::size_t at = 0; (at = text.find(prefix, at)) != std::string::npos;) {
    text.erase(at, prefix.size());
  }
  return text;
}

// Everything the reader says about a file, one line each: "line/number [field|field]" or the
// refusal.
std::string told(std::string_view contents, const CsvOptions& options = {}) {
  const test::ScratchDirectory scratch;
  const auto path = scratch.write("a.csv", contents);
  auto reader = CsvReader::open(path.string(), options);
  std::string text;
  if (!reader) {
    text = to_string(reader.error()) + "\n";
  } else {
    while (auto row = reader->next()) {
      text += *row ? fmt::format("{}/{} [{}]\n", (*row)->line, (*row)->number,
                                 fmt::join((*row)->fields, "|"))
                   : fmt::format("{} {{{}}}\n", to_string(row->error()), reader->current().text);
    }
  }
  return without_folders(text, scratch.path());
}

std::string csv_text(const Rows& rows, std::string_view line_end) {
  std::string text;
  for (const auto& row : rows) {
    std::string line;
    for (const std::string& field : row) {
      if (!line.empty()) line += ',';
      // A single empty field would be an empty line.
      if (field.empty()) {
        line += "\"\"";
      } else {
        append_csv_field(line, field);
      }
    }
    text += line;
    text += line_end;
  }
  return text;
}

Rows rows_read(const std::string& path, std::size_t chunk_bytes) {
  CsvOptions options;
  options.chunk_bytes = chunk_bytes;
  auto reader = CsvReader::open(path, options).value();
  Rows rows{reader.header()};
  while (auto row = reader.next()) {
    const auto fields = row->value().fields;
    rows.emplace_back(fields.begin(), fields.end());
  }
  return rows;
}

TEST(CsvReader, TellsRowsWithTheirLines) {
  EXPECT_EQ(told("a,b\n1,2\n3,4\n"), "2/1 [1|2]\n3/2 [3|4]\n");
  EXPECT_EQ(told("a,b\r\n1,2\r\n3,4"), "2/1 [1|2]\n3/2 [3|4]\n");
  EXPECT_EQ(told("\xEF\xBB\xBF\"a\",b\n1,2\n"), "2/1 [1|2]\n") << "byte order mark";
  EXPECT_EQ(told("a,b\n\n1,2\n\r\n\n3,4\n\n"), "3/1 [1|2]\n6/2 [3|4]\n") << "empty lines";
  EXPECT_EQ(told("a,b\n 1 ,\t\n,\n"), "2/1 [ 1 |\t]\n3/2 [|]\n") << "spaces belong to the field";
  EXPECT_EQ(told("a,b\n\"say \"\"hi\"\"\",\"1,2\"\n"), "2/1 [say \"hi\"|1,2]\n");
  EXPECT_EQ(told("a,b\n\"x\r\ny\n\",2\n3,4\n"), "2/1 [x\r\ny\n|2]\n5/2 [3|4]\n");
  EXPECT_EQ(told("a\n\"\"\n"), "2/1 []\n");
  EXPECT_EQ(told("a,b\n"), "");
  EXPECT_EQ(told("a;b\n1,5;2\n", CsvOptions{';', 0, 7}), "2/1 [1,5|2]\n");
  EXPECT_EQ(told("sep=;\nreport of May\n\na;b\n1;2\n", CsvOptions{';', 2, 7}), "5/1 [1|2]\n");
}

TEST(CsvReader, RefusesOneRowAndGoesOn) {
  EXPECT_EQ(
      told("a,b\n1\n1,2,3\n5,6\n"),
      "a.csv:2: the row has 1 field, the header 2 (try: quote fields that hold the delimiter "
      "or a line end) {1}\n"
      "a.csv:3: the row has 3 fields, the header 2 (try: quote fields that hold the delimiter "
      "or a line end) {1,2,3}\n"
      "4/3 [5|6]\n");
  EXPECT_EQ(told("a,b\n1,5\" pipe\n5,6\n"),
            "a.csv:2:2: field b: a quote stands where none may stand (try: put the whole field in "
            "quotes and double every quote inside it) {1,5\" pipe}\n"
            "3/2 [5|6]\n");
  EXPECT_EQ(told("a,b\n\"x\"y,2\n5,6\n").substr(0, 34), "a.csv:2:1: field a: a quote stands");
  EXPECT_EQ(told("a,b\n1,2\rx\n5,6\n"),
            "a.csv:2: a carriage return stands outside quotes (try: end rows with LF or CRLF, and "
            "quote fields that hold line ends) {1,2\rx}\n"
            "3/2 [5|6]\n");
  EXPECT_EQ(told("a,b\n1,x\xFFy\n5,6\n"),
            "a.csv:2:2: field b: 'x\\xFFy' is not UTF-8 (try: save the file as UTF-8) {1,x\xFFy}\n"
            "3/2 [5|6]\n");
  EXPECT_EQ(told(std::string_view("a,b\n1,\0\n5,6\n", 12)).substr(0, 35),
            "a.csv:2: the row holds a NUL byte, ");
}

// What stands inside quotes never becomes a row, however wrong the quotes are.
TEST(CsvReader, FindsTheEndOfAMalformedRowByItsQuotes) {
  EXPECT_EQ(told("a,b\n5\" pipe,\"x\n9,9\n\"\n5,6\n"),
            "a.csv:2:1: field a: a quote stands where none may stand; the row was read to the end "
            "of line 4 (try: put the whole field in quotes and double every quote inside it) "
            "{5\" pipe,\"x\n9,9\n\"}\n"
            "5/2 [5|6]\n");
  EXPECT_EQ(told("a,b\n1,\"x\n3,4\n5,\"y\"\n7,8\n"),
            "a.csv:2:2: field b: a quote stands where none may stand; the row was read to the end "
            "of line 4 (try: put the whole field in quotes and double every quote inside it) "
            "{1,\"x\n3,4\n5,\"y\"}\n"
            "5/2 [7|8]\n");
  EXPECT_EQ(told("a,b\n1,2\n3,\"x\n4,5\n6,7\n"),
            "2/1 [1|2]\n"
            "a.csv:3:2: field b: a quote is opened here and never closed; the row was read to the "
            "end of line 5 (try: close it, or double every quote inside a quoted field) "
            "{3,\"x\n4,5\n6,7}\n");
}

TEST(CsvReader, RefusesAHeaderThatIsNone) {
  EXPECT_EQ(told(""), "a.csv: the file is empty, a header was expected\n");
  EXPECT_EQ(told("\n\n").substr(0, 27), "a.csv: the file is empty, a");
  EXPECT_EQ(told("a,,b\n"),
            "a.csv:1:2: the header names no column here (try: give every column a name)\n");
  EXPECT_EQ(told("a,b,a\n"),
            "a.csv:1:3: the header names the column 'a' twice (try: give every column a name of "
            "its own)\n");
  EXPECT_EQ(told("\xFF\xFE"
                 "a"),
            "a.csv: the file is UTF-16, UTF-8 was expected (try: save it as \"CSV UTF-8\")\n");
  EXPECT_EQ(told("a\n1\n", CsvOptions{'"', 0, 7}).substr(0, 44),
            "field delimiter: '\"' cannot separate columns");
}

TEST(CsvReader, RefusesWhatIsNoFile) {
  const test::ScratchDirectory scratch;
  EXPECT_EQ(CsvReader::open((scratch / "none.csv").string(), {}).error().code, Code::not_found);
  EXPECT_EQ(CsvReader::open(scratch.path().string(), {}).error().code, Code::bad_value);
}

TEST(CsvReader, HasLimits) {
  const std::string long_field(CsvReader::kFieldBytesMax, 'x');
  EXPECT_EQ(told("a,b\n1," + long_field + "\n").substr(0, 12), "2/1 [1|xxxxx");
  EXPECT_EQ(told("a,b\n1," + long_field + "x\n5,6\n").substr(0, 42),
            "a.csv:2: a row has at most 1000 columns of");
  std::string header = "c0";
  for (std::size_t i = 1; i < CsvReader::kColumnsMax; ++i) header += fmt::format(",c{}", i);
  EXPECT_EQ(told(header + "\n"), "");
  EXPECT_EQ(told(header + ",more\n").substr(0, 22), "a.csv:1: a row has at ");
}

// A row beyond the limit is passed over in bounded memory, by its quotes.
TEST(CsvReader, PassesOverARowThatIsTooLong) {
  std::string contents = "a,b\n1,\"";
  while (contents.size() < 3 * CsvReader::kRowBytesMax) contents += "line\n9,9\n";
  const std::string text = told(contents + "\"\n5,6\n");
  EXPECT_EQ(text.substr(0, 45), "a.csv:2: the row is longer than 4194304 bytes");
  EXPECT_EQ(text.substr(text.find('}')), fmt::format("}}\n{}/2 [5|6]\n", [&] {
              return 3 + std::ranges::count(contents, '\n') - 1;
            }()));
}

TEST(CsvReader, ReadsBackWhatWasWritten) {
  EXPECT_TRUE(rc::check("csv_reader(write(rows)) == rows", [] {
    const auto piece = rc::gen::elementOf(std::vector<std::string>{
        "a", "Z9", ",", "\"", "\"\"", "\n", "\r\n", "\r", " ", "\t", ";", "é", "日本", "😀"});
    const auto field = rc::gen::map(rc::gen::container<std::vector<std::string>>(piece),
                                    [](const std::vector<std::string>& pieces) {
                                      return fmt::format("{}", fmt::join(pieces, ""));
                                    });
    const auto columns = *rc::gen::inRange<std::size_t>(1, 6);
    Rows rows{{}};
    for (std::size_t i = 0; i < columns; ++i) rows[0].push_back(fmt::format("{}{}", *field, i));
    const auto count = *rc::gen::inRange(0, 20);
    for (int i = 0; i < count; ++i) {
      rows.push_back(*rc::gen::container<std::vector<std::string>>(columns, field));
    }
    const auto* const line_end = *rc::gen::element("\n", "\r\n");
    const auto chunk_bytes = *rc::gen::oneOf(rc::gen::inRange<std::size_t>(1, 9),
                                             rc::gen::inRange<std::size_t>(9, 3000));
    const test::ScratchDirectory scratch;
    const auto path = scratch.write("a.csv", csv_text(rows, line_end));
    RC_ASSERT(rows_read(path.string(), chunk_bytes) == rows);
  }));
}

// Any bytes at all: rows or refusals, never a crash, and the end is reached.
TEST(CsvReader, AnyBytesGiveAnAnswer) {
  EXPECT_TRUE(rc::check("any bytes", [] {
    const auto byte =
        rc::gen::weightedOneOf<char>({{12, rc::gen::elementOf(std::string("\"\"\",,,\n\n\r\rab "))},
                                      {1, rc::gen::arbitrary<char>()}});
    const auto contents = *rc::gen::container<std::string>(byte);
    const auto chunk_bytes = *rc::gen::inRange<std::size_t>(1, 50);
    const std::string text = told("x,y\n" + contents, CsvOptions{',', 0, chunk_bytes});
    RC_ASSERT(text == told("x,y\n" + contents));  // chunks change nothing
  }));
}

// Python's csv module, strict, reads the same rows out of the same bytes.
TEST(CsvReader, AgreesWithPython) {
  if (!test::program_exists("python3")) GTEST_SKIP() << "python3 is not installed";
  constexpr unsigned kSeed = 20260304;
  std::mt19937 random(kSeed);
  const std::vector<std::string> pieces{"a", "12", ",", "\"", "\n", "\r\n", " ", "é", "日本"};
  Rows rows{{"one", "two", "three"}};
  for (int i = 0; i < 2000; ++i) {
    std::vector<std::string> row(3);
    for (std::string& field : row) {
      for (auto left = random() % 6; left > 0; --left) field += pieces[random() % pieces.size()];
    }
    rows.push_back(row);
  }
  const test::ScratchDirectory scratch;
  const auto path = scratch.write("a.csv", csv_text(rows, "\r\n"));
  std::string ours;
  for (const auto& row : rows_read(path.string(), 100)) {
    ours += fmt::format("{}\x1E", fmt::join(row, "\x1F"));
  }
  const auto judge = test::run(
      {"python3", "-c",
       "import csv,sys\n"
       "for row in csv.reader(open(sys.argv[1],newline='',encoding='utf-8'),strict=True):\n"
       "    sys.stdout.buffer.write(('\\x1f'.join(row)+'\\x1e').encode())\n",
       path.string()});
  ASSERT_EQ(judge.exit_code, 0) << judge;
  EXPECT_EQ(ours, judge.output);
}

TEST(CsvReader, ReadsRealFiles) {
  QUITS_NEEDS_SHARED(folder);
  std::size_t rows = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder / "data/online-retail")) {
    rows += rows_read(entry.path().string(), 256 * 1024).size() - 1;
  }
  EXPECT_EQ(rows, 142178U - 95U);  // lines less headers
  EXPECT_EQ(rows_read((folder / "data/toy-store/order_items.csv").string(), 4096).size(), 40026U);
}

}  // namespace
}  // namespace quits::exchange
