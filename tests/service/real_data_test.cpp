// The main job on real data: every figure of the independent calculation, to the cent.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <random>
#include <set>

#include "exchange/csv_import.h"
#include "settlement/register.h"
#include "tests/service/world.h"
#include "tests/support/shared.h"

namespace quits::test {
namespace {

using namespace program;
using Rows = std::vector<std::map<std::string, std::string>>;

// The expectations hold no quotes and no commas.
Rows read_plain_csv(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::string line;
  const auto cells_of = [](const std::string& text) {
    std::vector<std::string> cells(1);
    for (const char c : text) {
      if (c == ',') cells.emplace_back();
      else if (c != '\r') cells.back() += c;
    }
    return cells;
  };
  std::getline(file, line);
  const auto header = cells_of(line);
  Rows rows;
  while (std::getline(file, line)) {
    const auto cells = cells_of(line);
    std::map<std::string, std::string> row;
    for (std::size_t i = 0; i < header.size(); ++i) row[header[i]] = i < cells.size() ? cells[i] : "";
    rows.push_back(std::move(row));
  }
  return rows;
}

std::int64_t cents(const std::string& text) { return Money::parse(text, Currency::parse("GBP").value()).value().minor(); }

std::vector<std::filesystem::path> files_in(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> files;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) files.push_back(entry.path());
  std::sort(files.begin(), files.end());
  return files;
}

constexpr const char* kRetailMapping = R"(
source: "online-retail"
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

const std::vector<std::string> kNotProducts{"POST", "DOT", "C2", "M", "m", "D", "S", "B", "BANK CHARGES", "AMAZONFEE", "CRUK", "PADS"};

Terms retail_terms(const std::string& scheme) {
  const auto tiers = bands({{"0", "5 %"}, {"1000", "8 %"}, {"5000", "10 %"}, {"20000", "12 %"}});
  const auto ten = bands({{"0", "10 %"}});
  CommissionPlan made;
  if (scheme == "g1") made = plan(Rule::flat, Basis::per_period, ten);
  if (scheme == "g2") made = plan(Rule::flat, Basis::per_event, ten);
  if (scheme == "g3") made = plan(Rule::marginal, Basis::per_period, tiers);
  if (scheme == "g4") made = plan(Rule::whole, Basis::per_period, tiers);
  if (scheme == "g5") made = plan(Rule::marginal, Basis::cumulative, tiers, Window::agreement);
  if (scheme != "g1" && scheme != "g2") made.covers.except_products = kNotProducts;
  Terms terms = terms_of("GBP", {made});
  RecurringFee fee;
  fee.name = "program fee";
  fee.amount_minor = 15'000;
  fee.when = FeeWhen::active;
  terms.fees.push_back(fee);
  terms.payment.minimum_payout_minor = 5'000;
  return terms;
}

struct Retail {
  World world;
  std::filesystem::path folder;
  Rows expected;
  exchange::Mapping mapping;

  Retail(const std::filesystem::path& shared, const std::string& scheme)
      : folder(shared / "data" / "online-retail"),
        expected(read_plain_csv(shared / "data" / "online-retail-expected.csv")),
        mapping(exchange::parse_mapping(kRetailMapping, "mapping").value()) {
    world.open_program("OPERATOR");
    std::set<std::string> partners;
    for (const auto& row : expected) partners.insert(row.at("partner"));
    for (const std::string& partner : partners) {
      world.add_partner(partner);
      world.agree("reseller/" + partner, 1, partner, "2010-12-01", retail_terms(scheme), "OPERATOR");
    }
  }

  // Records a file; after `rows_max` rows it stops, as if interrupted.
  exchange::ImportStatistics import(const std::filesystem::path& file, std::size_t batch, std::uint64_t rows_max = UINT64_MAX) {
    exchange::ImportOptions options;
    options.batch_rows = batch;
    auto import = exchange::CsvImport::open(file.string(), mapping, options).value();
    std::uint64_t rows = 0;
    return import.run([&](std::span<const ledger::Submission> facts, std::span<const exchange::RowPlace>) {
      ledger::RecordOptions record;
      record.actor = "import";
      const auto result = world.book().record(facts, record);
      EXPECT_TRUE(result.committed) << to_string(result.receipts.back().error());
      rows += facts.size();
      if (rows >= rows_max) import.stop();
    });
  }

  void close_and_settle() {
    for (const char* period : {"2010-12", "2011-01", "2011-02", "2011-03"}) {
      world.close(period);
      world.settle(period);
    }
  }

  // By "month partner".
  std::map<std::string, settlement::RegisterRow> register_by_key() {
    std::map<std::string, settlement::RegisterRow> rows;
    for (auto& row : settlement::register_rows(world.database(), std::nullopt)) {
      rows.emplace(row.period.to_string() + " " + row.partner, row);
    }
    return rows;
  }
};

void expect_g6(Retail& retail) {
  const auto rows = retail.register_by_key();
  ASSERT_EQ(retail.expected.size(), 96U);
  for (const auto& expected : retail.expected) {
    const std::string key = expected.at("month") + " " + expected.at("partner");
    ASSERT_EQ(rows.count(key), 1U) << key;
    const settlement::RegisterRow& row = rows.at(key);
    EXPECT_EQ(row.opening_minor, cents(expected.at("g6_carry_in"))) << key;
    EXPECT_EQ(row.charges_minor, 15'000) << key;
    EXPECT_EQ(row.earnings_minor, cents(expected.at("g3_marginal"))) << key;
    EXPECT_EQ(row.paid_minor, cents(expected.at("g6_paid"))) << key;
    EXPECT_EQ(row.carried_minor, cents(expected.at("g6_carry_out"))) << key;
    EXPECT_EQ(row.share, expected.at("share_partner")) << key;
  }
}

TEST(OnlineRetailHeavy, the_register_is_the_expected_one_to_the_cent) {
  QUITS_NEEDS_SHARED(shared);
  Retail retail(shared, "g3");
  std::uint64_t rows = 0;
  for (const auto& file : files_in(retail.folder)) rows += retail.import(file, 1000).submitted;
  EXPECT_EQ(rows, 142'083U);  // every line but the 95 headers
  retail.close_and_settle();
  expect_g6(retail);
  retail.world.expect_clean();
}

// Files in another order, batches of another size, one import cut and taken up again, everything imported twice.
TEST(OnlineRetailHeavy, order_batches_and_interruptions_change_nothing) {
  QUITS_NEEDS_SHARED(shared);
  Retail retail(shared, "g3");
  auto files = files_in(retail.folder);
  std::shuffle(files.begin(), files.end(), std::mt19937(7));
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (i == 40) retail.import(files[i], 100, 300);
    retail.import(files[i], 1 + i * 37 % 2000);
  }
  const std::uint64_t entries = retail.world.book().log().size();
  retail.import(files.front(), 500);
  EXPECT_EQ(retail.world.book().log().size(), entries) << "importing the same file twice changes nothing";
  retail.close_and_settle();
  expect_g6(retail);
  retail.world.expect_clean();
}

class OnlineRetailHeavySchemes : public testing::TestWithParam<std::pair<const char*, const char*>> {};

TEST_P(OnlineRetailHeavySchemes, commissions_are_the_expected_ones_to_the_cent) {
  QUITS_NEEDS_SHARED(shared);
  const auto& [scheme, column] = GetParam();
  Retail retail(shared, scheme);
  for (const auto& file : files_in(retail.folder)) retail.import(file, 4000);
  retail.close_and_settle();
  const auto rows = retail.register_by_key();
  for (const auto& expected : retail.expected) {
    const std::string key = expected.at("month") + " " + expected.at("partner");
    EXPECT_EQ(rows.at(key).earnings_minor, cents(expected.at(column))) << key;
  }
}

INSTANTIATE_TEST_SUITE_P(Schemes, OnlineRetailHeavySchemes,
                         testing::Values(std::pair("g1", "g1_flat10_period"), std::pair("g2", "g2_flat10_line"),
                                         std::pair("g4", "g4_whole"), std::pair("g5", "g5_cum_marginal")),
                         [](const auto& scheme) { return std::string(scheme.param.first); });

constexpr const char* kToySales = R"(
source: "toy-store"
fact: "sale"
identity { column: "order_item_id" }
map { field: "seller" column: "product_id" }
map { field: "on" column: "created_at" date_format: "M/D/Y" }
map { field: "amount" column: "price_usd" }
)";

constexpr const char* kToyRefunds = R"(
source: "toy-store-refunds"
fact: "refund"
identity { column: "order_item_refund_id" }
map { field: "sale.source" constant: "toy-store" }
map { field: "sale.id" column: "order_item_id" }
map { field: "on" column: "created_at" date_format: "D/M/Y" }
map { field: "amount" column: "refund_amount_usd" }
)";

void import_toys(World& world, const std::filesystem::path& file, const char* mapping) {
  auto import = exchange::CsvImport::open(file.string(),
                                          exchange::parse_mapping(mapping, "m").value(), {})
                    .value();
  import.run([&](std::span<const ledger::Submission> facts, std::span<const exchange::RowPlace>) {
    ledger::RecordOptions options;
    options.actor = "import";
    const auto result = world.book().record(facts, options);
    EXPECT_TRUE(result.committed) << to_string(result.receipts.back().error());
  });
}

TEST(ToyStoreHeavy, earned_and_reversed_are_the_expected_ones) {
  QUITS_NEEDS_SHARED(shared);
  World world;
  world.open_program("STORE");
  const auto flat = [](const char* rate) { return terms_of("USD", {plan(Rule::flat, Basis::per_event, bands({{"0", rate}}))}); };
  for (const char* product : {"1", "2", "3", "4"}) {
    world.add_partner(product);
    world.agree(std::string("toy/") + product, 1, product, "2012-03-01", flat("10 %"), "STORE");
    world.agree(std::string("toy/") + product, 2, product, "2014-01-01", flat("12 %"), "STORE");
  }
  import_toys(world, shared / "data" / "toy-store" / "order_items.csv", kToySales);
  import_toys(world, shared / "data" / "toy-store" / "order_item_refunds.csv", kToyRefunds);

  std::map<std::string, std::pair<std::int64_t, std::int64_t>> sums;  // earned, reversed
  std::map<std::string, std::pair<int, int>> counts;
  for (std::uint64_t sequence = 1; sequence <= world.book().log().size(); ++sequence) {
    const ledger::Record record = world.book().read({sequence});
    for (const ledger::Item& item : record.items) {
      const std::string partner = party_by_number(world.database(), item.key.creditor)->key;
      const std::string key = partner + " " + record.period.to_string();
      const bool refund = record.kind() == kind::refund;
      (refund ? sums[key].second : sums[key].first) += item.amount_minor;
      ++(refund ? counts[key].second : counts[key].first);
    }
  }
  const Rows expected = read_plain_csv(shared / "data" / "toy-store-expected.csv");
  ASSERT_EQ(expected.size(), 96U);
  for (const auto& row : expected) {
    const std::string key = row.at("partner_product_id") + " " + row.at("month");
    EXPECT_EQ(sums[key].first, cents(row.at("earned"))) << key;
    EXPECT_EQ(sums[key].second, -cents(row.at("reversed"))) << key;
    EXPECT_EQ(std::to_string(counts[key].first), row.at("items_sold")) << key;
    EXPECT_EQ(std::to_string(counts[key].second), row.at("items_refunded")) << key;
  }
  world.expect_clean();
}

}  // namespace
}  // namespace quits::test
