// The main job on real data by commands alone: the register agrees with the independent
// calculation.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>
#include <sstream>

#include "tests/cli/desk.h"
#include "tests/support/shared.h"

namespace quits::test {
namespace {

constexpr const char* kRegisterHeader =
    "period,party,currency,opening,charges,earnings,net,paid,carried,share\n";

// Lines of a CSV file without quotes, each by its column names.
using Rows = std::vector<std::map<std::string, std::string>>;

Rows rows_of(std::istream& text) {
  const auto cells_of = [](const std::string& line) {
    std::vector<std::string> cells(1);
    for (const char letter : line) {
      if (letter == ',')
        cells.emplace_back();
      else if (letter != '\r')
        cells.back() += letter;
    }
    return cells;
  };
  std::string line;
  std::getline(text, line);
  const auto header = cells_of(line);
  Rows rows;
  while (std::getline(text, line)) {
    const auto cells = cells_of(line);
    auto& row = rows.emplace_back();
    for (std::size_t i = 0; i < header.size() && i < cells.size(); ++i) row[header[i]] = cells[i];
  }
  return rows;
}

// "150" and "150.00" are the same amount.
std::string with_cents(const std::string& amount) {
  const std::size_t point = amount.find('.');
  if (point == std::string::npos) return amount + ".00";
  return amount + std::string(3 - (amount.size() - point), '0');
}

constexpr const char* kRetailMapping = R"(source: "online-retail"
fact: "sale"
negative_amount: "credit"
identity { file_and_row: true }
map { field: "seller" column: "Country" }
map { field: "on" column: "InvoiceDate" date_format: "ISO_DATETIME" }
map { field: "amount" product { left: "Quantity" right: "UnitPrice" } }
map { field: "product" column: "StockCode" }
map { field: "customer" column: "CustomerID" }
map { field: "document" column: "InvoiceNo" }
)";

constexpr const char* kRetailTerms = R"(title: "Retail"
currency: "GBP"
plan {
  name: "g3"
  covers {
    except_product: ["POST", "DOT", "C2", "M", "m", "D", "S", "B", "BANK CHARGES", "AMAZONFEE", "CRUK", "PADS"]
  }
  rule: RULE_MARGINAL
  basis: BASIS_PER_PERIOD
  band { from: "0" rate: "5 %" }
  band { from: "1000" rate: "8 %" }
  band { from: "5000" rate: "10 %" }
  band { from: "20000" rate: "12 %" }
}
fee { name: "program fee" amount: "150.00" when: FEE_WHEN_ACTIVE }
payment { minimum_payout: "50" }
)";

void import_retail(const Desk& desk, const std::filesystem::path& data, const Rows& expected) {
  desk.write("retail.terms", kRetailTerms);
  desk.write("retail.mapping", kRetailMapping);
  desk.result_of("init --operator OPERATOR --name 'The shop'");
  std::set<std::string> partners;
  for (const auto& row : expected) partners.insert(row.at("partner"));
  std::string proposal = "agreement propose retail.terms --agreement retail --from 2010-12-01";
  for (const std::string& partner : partners) {
    desk.result_of("party add '" + partner + "' --name '" + partner + "'");
    proposal += " --partner '" + partner + "'";
  }
  desk.result_of(proposal);
  for (const std::string& partner : partners)
    desk.result_of("agreement accept 'retail/" + partner + "' --version 1");
  std::set<std::string> files;
  for (const auto& entry : std::filesystem::directory_iterator(data / "online-retail"))
    files.insert(entry.path().string());
  std::string import = "import --mapping retail.mapping";
  for (const std::string& file : files) import += " '" + file + "'";
  desk.expect_says(import, {"142,083 rows recorded, 0 already there, 0 rejected"});
}

TEST(MainJobHeavy, online_retail_by_commands_agrees_to_the_cent) {
  QUITS_NEEDS_SHARED(shared);
  const std::filesystem::path data = shared / "data";
  std::ifstream file(data / "online-retail-expected.csv");
  const Rows expected = rows_of(file);
  ASSERT_EQ(expected.size(), 96U);
  const Desk desk;
  import_retail(desk, data, expected);
  for (const char* period : {"2010-12", "2011-01", "2011-02", "2011-03"}) {
    desk.result_of(std::string("period close ") + period);
    desk.result_of(std::string("settle ") + period);
  }
  const std::string printed = desk.result_of("register --csv");
  EXPECT_TRUE(printed.starts_with(kRegisterHeader)) << printed.substr(0, 200);
  std::istringstream text(printed);
  std::map<std::string, std::map<std::string, std::string>> rows;
  for (auto& row : rows_of(text)) rows.emplace(row.at("period") + " " + row.at("party"), row);
  std::set<std::string> active;
  for (const auto& want : expected) {
    const std::string key = want.at("month") + " " + want.at("partner");
    ASSERT_EQ(rows.count(key), 1U) << key;
    active.insert(key);
    auto& row = rows.at(key);
    EXPECT_EQ(row["opening"], with_cents(want.at("g6_carry_in"))) << key;
    EXPECT_EQ(row["charges"], "150.00") << key;
    EXPECT_EQ(row["earnings"], with_cents(want.at("g3_marginal"))) << key;
    EXPECT_EQ(row["paid"], with_cents(want.at("g6_paid"))) << key;
    EXPECT_EQ(row["carried"], with_cents(want.at("g6_carry_out"))) << key;
    EXPECT_EQ(row["share"], want.at("share_partner")) << key;
  }
  for (auto& [key, row] : rows) {
    if (active.count(key) == 1) continue;  // the others only carry what they owe
    EXPECT_EQ(row["charges"] + row["earnings"] + row["paid"], "0.000.000.00") << key;
    EXPECT_EQ(row["carried"], row["opening"]) << key;
  }
  desk.expect_says("verify", {"everything holds"});
}

}  // namespace
}  // namespace quits::test
