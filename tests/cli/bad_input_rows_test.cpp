// CSV files and mappings that are none, and rows that cannot be recorded.
#include <gtest/gtest.h>

#include "tests/cli/bad_input.h"

namespace quits::test {
namespace {

const std::string kImport = "import input --mapping sales.mapping";
// Line 1; the row that is given is line 2.
std::string rows(const std::string& row) { return "id,partner,day,amount\n" + row; }

TEST(BadInput, files_that_are_no_tables_are_refused) {
  expect_refused({
      {"nothing", kImport, "", 3, {"the file is empty, a header was expected", "at: input"}},
      {"a folder", "import . --mapping sales.mapping", "", 3, {"this is a folder", "at: ."}},
      {"another table", kImport, "name,age\nx,1\n", 3, {"partner", "hint:"}},
      {"a mistyped column", kImport, "id,partnr,day,amount\n1,NORD,2024-04-03,1\n", 3, {"no column \"partner\"", "unknown_field", "at: sales.mapping:4", "did you mean \"partnr\"?"}},
      {"two columns of one name", kImport, "id,partner,day,day\n1,NORD,2024-04-03,1\n", 3, {"column \"day\" twice", "already_exists", "at: input:1:4"}},
      {"a column without a name", kImport, "id,partner,,amount\n", 3, {"names no column here", "at: input:1:3"}},
      {"UTF-16", kImport, std::string("\xFF\xFEi\0d\0", 6), 3, {"UTF-16, UTF-8 was expected", "at: input"}},
      {"another's file under the rejects' name", kImport + " --rejects sales.csv", rows("1,NORD,soon,1\n"), 3, {"does not hold rejects", "at: sales.csv", "name another file"}},
      {"a folder for rejects that is not there", kImport + " --rejects no/such.csv", rows("1,NORD,soon,1\n"), 6, {"no/such.csv cannot be made", "folder that exists"}},
  });
}

// The whole answer of an import with rejects: exit code 1, and the row with line, field and reason in its file.
TEST(BadInput, rows_that_cannot_be_recorded_are_kept_with_their_reason) {
  expect_refused({
      {"a quote never closed", kImport, rows("\"1,NORD,2024-04-03,1\n2,NORD,2024-04-03,1\n"), 1, {"input,2,", "never closed", "malformed_text"}},
      {"a quote in the middle", kImport, rows("1,\"NO\"RD,2024-04-03,1\n"), 1, {"input,2,", "a quote stands where none may stand", "malformed_text"}},
      {"a lone carriage return", kImport, rows("1,NORD\r,2024-04-03,1\n"), 1, {"input,2,", "carriage return", "malformed_text"}},
      {"a field too few", kImport, rows("1,NORD,2024-04-03\n"), 1, {"the row has 3 fields, the header 4", "malformed_text"}},
      {"a field too many", kImport, rows("1,NORD,2024-04-03,1,5\n"), 1, {"the row has 5 fields, the header 4"}},
      {"a zero byte", kImport, rows(std::string("1,NO\0D,2024-04-03,1\n", 20)), 1, {"NUL byte", "malformed_text"}},
      {"not UTF-8", kImport, rows("1,NORD,2024-04-03,1\xE9\n"), 1, {"input,2,amount", "not UTF-8", "malformed_text"}},
      {"a date that is none", kImport, rows("1,NORD,2024-02-30,1\n"), 1, {"input,2,day,2024-02-30", "bad_date"}},
      {"a date of another format", kImport, rows("1,NORD,3/4/2024,1\n"), 1, {"input,2,day,3/4/2024", "date_format", "bad_date"}},
      {"a decimal comma", kImport, rows("1,NORD,2024-04-03,\"1,5\"\n"), 1, {"input,2,amount,\"1,5\"", "decimal_separator", "bad_number"}},
      {"a number in words", kImport, rows("1,NORD,2024-04-03,ten\n"), 1, {"input,2,amount,ten", "bad_number"}},
      {"a number too large", kImport, rows("1,NORD,2024-04-03,99999999999999999999\n"), 1, {"input,2,amount", "overflow"}},
      {"no amount", kImport, rows("1,NORD,2024-04-03,\n"), 1, {"input,2,amount", "missing_field"}},
      {"no id", kImport, rows(",NORD,2024-04-03,1\n"), 1, {"input,2,", "id", "missing_field"}},
      {"an amount below zero", kImport, rows("1,NORD,2024-04-03,-1\n"), 1, {"input,2,amount,-1", "bad_value"}},
      {"a party nobody knows", kImport, rows("1,NORT,2024-04-03,1\n"), 1, {"input,2,", "NORT", "unknown_party"}},
      {"before the agreement", kImport, rows("1,NORD,2023-04-03,1\n"), 1, {"input,2,", "no_agreement"}},
      {"a good row and its bad copy", kImport + " --dry-run", rows("1,NORD,2024-04-03,1\n1,NORD,2024-04-03,2\n"), 1, {"input,3,", "id_conflict"}},
      {"every row", kImport, rows("1,NORT,2024-04-03,1\nx\n3,NORD,soon,1\n"), 1, {"unknown_party"}},
  });
}

// A mapping with the good one's first lines; the given line is line 4.
std::string mapping(const std::string& line) { return "source: \"billing\"\nfact: \"sale\"\nidentity { column: \"id\" }\n" + line + "\n"; }

TEST(BadInput, mappings_that_are_none_are_refused_at_their_line) {
  const std::string import = "import sales.csv --mapping input";
  const std::string seller = "map { field: \"seller\" column: \"partner\" }\n";
  const std::string on = "map { field: \"on\" column: \"day\" }\n";
  const std::string amount = "map { field: \"amount\" column: \"amount\" }\n";
  expect_refused({
      {"nothing", import, "", 3, {"missing_field", "at: input", "source"}},
      {"a brace never closed", import, mapping("map {"), 3, {"malformed_text", "at: input:5:1"}},
      {"an unknown field", import, mapping("map { feild: \"seller\" }"), 3, {"FieldMapping has no field \"feild\"", "at: input:4:", "did you mean \"field\"?"}},
      {"a fact that is none", import, "source: \"billing\"\nfact: \"refnd\"\nidentity { column: \"id\" }", 3, {"cannot become \"refnd\"", "at: input:2:1", "did you mean \"refund\"?"}},
      {"a field that is none", import, mapping("map { field: \"sellr\" column: \"partner\" }"), 3, {"a sale has no field \"sellr\"", "at: input:4:7", "did you mean \"seller\"?"}},
      {"a column that is none", import, mapping("map { field: \"seller\" column: \"partnre\" }\n" + on + amount), 3, {"\"partnre\"", "at: input:4", "did you mean \"partner\"?"}},
      {"a field twice", import, mapping(seller + seller + on + amount), 3, {"seller is mapped twice", "at: input:5:7"}},
      {"a field of nothing", import, mapping("map { field: \"seller\" }"), 3, {"nothing says where seller comes from", "give column, constant or product"}},
      {"a field left out", import, mapping(seller + on), 3, {"a sale needs the field amount", "add map"}},
      {"no identity", import, "source: \"billing\"\nfact: \"sale\"\n" + seller + on + amount, 3, {"nothing says what identifies a row", "file_and_row"}},
      {"no source", import, "fact: \"sale\"\nidentity { column: \"id\" }\n" + seller + on + amount, 3, {"source"}},
      {"a date format that is none", import, mapping(seller + amount + "map { field: \"on\" column: \"day\" date_format: \"YMD\" }"), 3, {"\"YMD\"", "at: input:6:"}},
      {"a constant that is no date", import, mapping(seller + amount + "map { field: \"on\" constant: \"today\" }"), 3, {"\"today\"", "at: input:6:"}},
      {"a product of names", import, mapping("map { field: \"seller\" product { left: \"id\" right: \"amount\" } }"), 3, {"seller is not a number", "at: input:4:"}},
      {"JSON that is cut off", import, "{\"source\": \"billing\"", 3, {"malformed_text", "at: input"}},
  });
}

}  // namespace
}  // namespace quits::test
