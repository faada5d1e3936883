#include "exchange/csv_import.h"

#include <fmt/core.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <stdexcept>
#include <string>
#include <variant>
#include <vector>

#include "base/failure.h"
#include "program/encoding.h"
#include "tests/support/scratch.h"
#include "tests/support/shared.h"

namespace quits::exchange {
namespace {

using program::Fact;

constexpr std::string_view kSales = R"(
source: "shop" fact: "sale" identity { column: "id" }
map { field: "seller" column: "partner" }
map { field: "on" column: "day" }
map { field: "amount" column: "net" }
only { column: "partner" not_in: "test" }
)";

Mapping mapping_of(std::string_view text) {
  return parse_mapping(text, "m").value();
}

std::string sales(int rows) {
  std::string text = "id,partner,day,net\n";
  for (int i = 1; i <= rows; ++i) text += fmt::format("{},acme,2026-03-04,{}.5\n", i, i);
  return text;
}

// Everything that an import gives to its sink.
struct Received {
  std::vector<std::string> ids;
  std::vector<Fact> facts;
  std::vector<std::size_t> batches;
  std::vector<std::uint64_t> rows;

  CsvImport::Sink sink() {
    return [this](auto submissions, auto places) {
      program::FactCodec codec;
      EXPECT_EQ(submissions.size(), places.size());
      batches.push_back(submissions.size());
      for (const auto& submission : submissions) {
        ids.push_back(submission.id.to_string());
        facts.push_back(codec.decode(submission.fact).value());
      }
      for (const RowPlace& place : places) rows.push_back(place.row);
    };
  }
};

class CsvImportTest : public testing::Test {
 protected:
  CsvImport open(std::string_view mapping, const std::string& csv, std::size_t batch_rows = 1000) {
    ImportOptions options;
    options.batch_rows = batch_rows;
    options.rejects_path = rejects().string();
    options.progress = [this](const ImportProgress& at) { progress_.push_back(at); };
    return CsvImport::open(scratch_.write("a.csv", csv).string(), mapping_of(mapping), options)
        .value();
  }
  std::filesystem::path rejects() const { return scratch_ / "rejects.csv"; }
  std::string rejected() const {
    std::string text = test::read_file(rejects());
    const std::string folder = scratch_.path().string() + "/";
    for (std::size_t at = 0; (at = text.find(folder)) != std::string::npos;) {
      text.erase(at, folder.size());
    }
    return text;
  }

  const test::ScratchDirectory scratch_;
  std::vector<ImportProgress> progress_;
};

TEST_F(CsvImportTest, DeliversRowsInOrderAndInBatches) {
  Received received;
  const auto statistics = open(kSales, sales(25), 10).run(received.sink());
  EXPECT_EQ(statistics, (ImportStatistics{25, 0, 0, 25, 0}));
  EXPECT_EQ(received.batches, (std::vector<std::size_t>{10, 10, 5}));
  ASSERT_EQ(received.ids.size(), 25U);
  for (std::size_t i = 0; i < 25; ++i) {
    EXPECT_EQ(received.ids[i], fmt::format("shop:{}", i + 1));
    EXPECT_EQ(received.rows[i], i + 1);
    EXPECT_EQ(std::get<program::Sale>(received.facts[i]).amount.to_string(),
              fmt::format("{}.5", i + 1));
  }
  EXPECT_FALSE(std::filesystem::exists(rejects())) << "no rejects, no file";
  ASSERT_EQ(progress_.size(), 3U);
  EXPECT_EQ(progress_[0].rows, 10U);
  EXPECT_EQ(progress_[2].rows, 25U);
  EXPECT_EQ(progress_[2].bytes_read, progress_[2].bytes_total);
}

TEST_F(CsvImportTest, WritesWhatItRejects) {
  Received received;
  auto import = open(kSales,
                     "id,partner,day,net\n"
                     "1,acme,2026-03-04,1\n"
                     "2,test,2026-03-04,1\n"
                     "3,acme,soon,1\n"
                     "4,\"ac\"me,2026-03-04,1\n"
                     "5,acme,2026-03-04\n"
                     "6,acme,2026-03-04,\"1,5\"\n");
  EXPECT_EQ(import.run(received.sink()), (ImportStatistics{6, 1, 4, 1, 0}));
  EXPECT_EQ(
      rejected(),
      "file,line,field,value,expected,code,row\n"
      "a.csv,4,day,soon,\"'soon' is not a date: expected the format ISO (try: give date_format: "
      "3/4/2026 is two different days)\",bad_date,\"3,acme,soon,1\"\n"
      "a.csv,5,partner,,\"a quote stands where none may stand (try: put the whole field in quotes "
      "and double every quote inside it)\",malformed_text,\"4,\"\"ac\"\"me,2026-03-04,1\"\n"
      "a.csv,6,,,\"the row has 3 fields, the header 4 (try: quote fields that hold the delimiter "
      "or "
      "a line end)\",malformed_text,\"5,acme,2026-03-04\"\n"
      "a.csv,7,net,\"1,5\",\"'1,5' is not a number: a ',' has no meaning here (try: give "
      "decimal_separator if ',' is the decimal point or groups thousands in this column)\","
      "bad_number,\"6,acme,2026-03-04,\"\"1,5\"\"\"\n");
}

// The book's refusals stand among the mapping's, in the order of the file.
TEST_F(CsvImportTest, WritesWhatTheBookRefuses) {
  auto import = open(kSales,
                     "id,partner,day,net\n"
                     "1,acme,2026-03-04,1\n"
                     "2,nobody,2026-03-04,1\n"
                     "3,acme,soon,1\n");
  const auto statistics = import.run([&](auto submissions, auto places) {
    ASSERT_EQ(submissions.size(), 2U);
    import.reject(places[1],
                  Error{Code::unknown_party, "there is no party 'nobody'", "register it", Place {
                          {},
                          0,
                          0,
                          "sale.seller"
                        }});
  });
  EXPECT_EQ(statistics, (ImportStatistics{3, 0, 1, 2, 1}));
  const std::string text = rejected();
  EXPECT_EQ(text.substr(0, text.find("'soon'")),
            "file,line,field,value,expected,code,row\n"
            "a.csv,3,partner,,\"there is no party 'nobody' (try: register it)\",unknown_party,"
            "\"2,nobody,2026-03-04,1\"\n"
            "a.csv,4,day,soon,\"");
}

TEST_F(CsvImportTest, KeepsForeignFilesAndReplacesItsOwn) {
  Received received;
  open(kSales, "id,partner,day,net\n1,acme,soon,1\n").run(received.sink());
  EXPECT_TRUE(std::filesystem::exists(rejects()));
  open(kSales, sales(1)).run(received.sink());
  EXPECT_FALSE(std::filesystem::exists(rejects())) << "what was rejected before is not now";
  const auto precious = scratch_.write("precious.csv", "id,partner,day,net\n");
  ImportOptions options;
  options.rejects_path = precious.string();
  const auto refused =
      CsvImport::open(scratch_.write("a.csv", sales(1)).string(), mapping_of(kSales), options);
  EXPECT_EQ(refused.error().code, Code::already_exists);
  EXPECT_EQ(test::read_file(precious), "id,partner,day,net\n");
}

TEST_F(CsvImportTest, RefusesBeforeTheFirstRow) {
  const auto code = [](const std::string& path, std::string_view mapping) {
    return CsvImport::open(path, mapping_of(mapping), {}).error().code;
  };
  EXPECT_EQ(code((scratch_ / "none.csv").string(), kSales), Code::not_found);
  EXPECT_EQ(code(scratch_.write("b.csv", "id,partner,day\n").string(), kSales),
            Code::unknown_field);
}

TEST_F(CsvImportTest, EndsCleanlyWhenTheSinkThrows) {
  auto import = open(kSales, sales(20'000), 100);
  int calls = 0;
  EXPECT_THROW(import.run([&](auto, auto) {
    if (++calls == 3) throw std::runtime_error("the book is gone");
  }),
               std::runtime_error);
  EXPECT_EQ(calls, 3);
}

TEST_F(CsvImportTest, StopsWhenTheSinkWantsNoMore) {
  auto import = open(kSales, sales(20'000), 100);
  int calls = 0;
  const auto statistics = import.run([&](auto, auto) {
    if (++calls == 2) import.stop();
  });
  EXPECT_EQ(calls, 2);
  EXPECT_EQ(statistics, (ImportStatistics{200, 0, 0, 200, 0}));
}

TEST_F(CsvImportTest, RejectsThatCannotBeWrittenAreAFailure) {
  const auto csv = scratch_.write("a.csv", "id,partner,day,net\n1,acme,soon,1\n").string();
  const auto import_to = [&](const std::filesystem::path& path) {
    ImportOptions options;
    options.rejects_path = path.string();
    CsvImport::open(csv, mapping_of(kSales), options).value().run([](auto, auto) {});
  };
  EXPECT_THROW(import_to(scratch_ / "no folder" / "rejects.csv"), Failure);
  EXPECT_NO_THROW(import_to(rejects()));
}

// Long rows end a batch early, so that memory is bounded whatever the rows hold.
TEST_F(CsvImportTest, BatchesAreBoundedInBytes) {
  std::string csv = "id,partner,day,net,note\n";
  for (int i = 0; i < 20; ++i) {
    csv += fmt::format("{},acme,2026-03-04,1,{}\n", i, std::string(900'000, 'x'));
  }
  Received received;
  EXPECT_EQ(open(kSales, csv).run(received.sink()).submitted, 20U);
  EXPECT_EQ(received.batches, (std::vector<std::size_t>{5, 5, 5, 5}));
}

std::string column(std::string_view line, std::size_t index) {
  for (; index > 0; --index) line.remove_prefix(line.find(',') + 1);
  return std::string(line.substr(0, line.find(',')));
}

constexpr std::string_view kOnlineRetail = R"(
source: "online-retail" fact: "sale" negative_amount: "credit"
identity { file_and_row: true }
map { field: "seller" column: "Country" }
map { field: "on" column: "InvoiceDate" date_format: "ISO_DATETIME" }
map { field: "amount" product { left: "Quantity" right: "UnitPrice" } }
map { field: "currency" constant: "GBP" }
map { field: "product" column: "StockCode" }
map { field: "quantity" column: "Quantity" }
map { field: "customer" column: "CustomerID" }
map { field: "document" column: "InvoiceNo" }
)";

// Lines, credit lines and volume per country and month, as two other programs computed them.
TEST(CsvImportOfRealFiles, OnlineRetailHasTheExpectedVolumes) {
  QUITS_NEEDS_SHARED(folder);
  struct Sums {
    std::int64_t lines = 0;
    std::int64_t credits = 0;
    Decimal volume;
  };
  std::map<std::string, Sums> sums;
  std::uint64_t rows = 0;
  program::FactCodec codec;
  for (const auto& file : std::filesystem::directory_iterator(folder / "data/online-retail")) {
    auto import = CsvImport::open(file.path().string(), mapping_of(kOnlineRetail), {}).value();
    const auto statistics = import.run([&](auto submissions, auto) {
      for (const auto& submission : submissions) {
        const Fact fact = codec.decode(submission.fact).value();
        const auto* credit = std::get_if<program::Credit>(&fact);
        const auto& line = credit != nullptr ? credit->line : std::get<program::Sale>(fact);
        Sums& sum = sums[line.seller + "," + line.on.to_string().substr(0, 7)];
        ++sum.lines;
        if (credit != nullptr) ++sum.credits;
        sum.volume =
            (credit != nullptr ? sum.volume.minus(line.amount) : sum.volume.plus(line.amount))
                .value();
      }
    });
    EXPECT_EQ(statistics.rejected, 0U) << file.path();
    rows += statistics.rows;
  }
  EXPECT_EQ(rows, 142178U - 95U);
  std::ifstream expected(folder / "data/online-retail-expected.csv");
  std::string line;
  std::getline(expected, line);
  std::size_t compared = 0;
  while (std::getline(expected, line)) {
    const auto found = sums.find(column(line, 0) + "," + column(line, 1));
    const Sums sum = found == sums.end() ? Sums{} : found->second;
    EXPECT_EQ(std::to_string(sum.lines), column(line, 2)) << line;
    EXPECT_EQ(std::to_string(sum.credits), column(line, 3)) << line;
    EXPECT_EQ(sum.volume, Decimal::parse(column(line, 4)).value()) << line;
    ++compared;
  }
  EXPECT_EQ(compared, sums.size());
}

TEST(CsvImportOfRealFiles, ToyStore) {
  QUITS_NEEDS_SHARED(folder);
  const auto imported = [&](std::string_view file, std::string_view mapping) {
    Received received;
    const auto path = (folder / "data/toy-store" / file).string();
    const auto statistics =
        CsvImport::open(path, mapping_of(mapping), {}).value().run(received.sink());
    EXPECT_EQ(received.ids.size(), statistics.submitted);
    return statistics;
  };
  EXPECT_EQ(imported("order_items.csv", R"(
              source: "toys" fact: "sale" identity { column: "order_item_id" }
              map { field: "seller" column: "product_id" prefix: "toymaker-" }
              map { field: "on" column: "created_at" date_format: "M/D/Y" }
              map { field: "amount" column: "price_usd" }
              map { field: "currency" constant: "USD" }
              map { field: "document" column: "order_id" })"),
            (ImportStatistics{40025, 0, 0, 40025, 0}));
  EXPECT_EQ(imported("order_item_refunds.csv", R"(
              source: "refunds" fact: "refund" identity { column: "order_item_refund_id" }
              map { field: "sale.source" constant: "toys" }
              map { field: "sale.id" column: "order_item_id" }
              map { field: "on" column: "created_at" date_format: "D/M/Y" }
              map { field: "amount" column: "refund_amount_usd" })"),
            (ImportStatistics{1731, 0, 0, 1731, 0}));
}

// products.csv ends in rows of nothing but commas, and one of a stray backtick.
TEST(CsvImportOfRealFiles, ABrokenTailIsRejectedRowByRow) {
  QUITS_NEEDS_SHARED(folder);
  const test::ScratchDirectory scratch;
  ImportOptions options;
  options.rejects_path = (scratch / "rejects.csv").string();
  Received received;
  auto import = CsvImport::open((folder / "data/toy-store/products.csv").string(), mapping_of(R"(
                  source: "toys" fact: "party_registered" identity { column: "product_id" }
                  map { field: "key" column: "product_id" prefix: "toymaker-" }
                  map { field: "name" column: "product_name" })"),
                                options)
                    .value();
  EXPECT_EQ(import.run(received.sink()), (ImportStatistics{9, 0, 5, 4, 0}));
  EXPECT_EQ(received.ids.back(), "toys:4");
  const std::string text = test::read_file(options.rejects_path);
  EXPECT_NE(text.find("products.csv,6,product_id,,\"key is empty (try: give when_empty, or leave "
                      "such rows out with a filter)\",missing_field,\",,\"\n"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("products.csv,10,product_id,,"), std::string::npos) << text;
}

}  // namespace
}  // namespace quits::exchange
