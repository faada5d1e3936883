// Rows per second from a CSV file to submissions: reading, mapping, encoding; nothing is recorded.
#include <benchmark/benchmark.h>
#include <fmt/core.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "exchange/csv_import.h"
#include "exchange/row_facts.h"
#include "program/encoding.h"

namespace quits::exchange {
namespace {

constexpr int kRows = 200'000;

constexpr std::string_view kMapping = R"(
source: "shop" fact: "sale" negative_amount: "credit" identity { file_and_row: true }
map { field: "seller" column: "Country" }
map { field: "on" column: "InvoiceDate" date_format: "ISO_DATETIME" }
map { field: "amount" product { left: "Quantity" right: "UnitPrice" } }
map { field: "currency" constant: "GBP" }
map { field: "product" column: "StockCode" }
map { field: "quantity" column: "Quantity" }
map { field: "customer" column: "CustomerID" }
map { field: "document" column: "InvoiceNo" }
)";

// Lines like those of a web shop, about 100 bytes each.
class ShopFile {
 public:
  ShopFile()
      : path_(std::filesystem::temp_directory_path() /
              fmt::format("quits-bench-{}.csv", getpid())) {
    std::ofstream out(path_, std::ios::binary);
    out << "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";
    for (int i = 0; i < kRows; ++i) {
      out << fmt::format("{},{}A,\"HEART, HANGING\",{},2010-12-{:02} 08:26:00,{}.{:02},{}.0,{}\n",
                         536365 + i / 20, 20000 + i % 3000, i % 50 == 0 ? -1 : i % 24 + 1,
                         i % 28 + 1, i % 40, i % 100, 12000 + i % 4000,
                         i % 10 == 0 ? "Germany" : "United Kingdom");
    }
  }
  ~ShopFile() { std::filesystem::remove(path_); }
  ShopFile(const ShopFile&) = delete;
  ShopFile& operator=(const ShopFile&) = delete;

  std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

Mapping mapping() { return parse_mapping(kMapping, "bench").value(); }

void read_rows(benchmark::State& state) {
  const ShopFile file;
  for (auto _ : state) {
    auto reader = CsvReader::open(file.path(), {}).value();
    while (auto row = reader.next()) benchmark::DoNotOptimize(row);
  }
  state.SetItemsProcessed(state.iterations() * kRows);
}
BENCHMARK(read_rows)->Unit(benchmark::kMillisecond);

void map_rows(benchmark::State& state) {
  const ShopFile file;
  for (auto _ : state) {
    auto reader = CsvReader::open(file.path(), {}).value();
    auto rows = RowFacts::bind(mapping(), reader.header(), reader.file_name()).value();
    while (auto row = reader.next()) benchmark::DoNotOptimize(rows.read(row->value()));
  }
  state.SetItemsProcessed(state.iterations() * kRows);
}
BENCHMARK(map_rows)->Unit(benchmark::kMillisecond);

// All of it in one thread.
void encode_rows(benchmark::State& state) {
  const ShopFile file;
  program::FactCodec codec;
  for (auto _ : state) {
    auto reader = CsvReader::open(file.path(), {}).value();
    auto rows = RowFacts::bind(mapping(), reader.header(), reader.file_name()).value();
    while (auto row = reader.next()) {
      auto id = rows.read(row->value());
      if (!id || !*id) return state.SkipWithError("a row was refused or left out");
      benchmark::DoNotOptimize(ledger::Submission{**std::move(id), codec.encode(rows.fact())});
    }
  }
  state.SetItemsProcessed(state.iterations() * kRows);
}
BENCHMARK(encode_rows)->Unit(benchmark::kMillisecond);

// The import itself, with its second thread and a sink that does nothing.
void import_rows(benchmark::State& state) {
  const ShopFile file;
  for (auto _ : state) {
    auto import = CsvImport::open(file.path(), mapping(), {}).value();
    const auto statistics =
        import.run([](auto submissions, auto) { benchmark::DoNotOptimize(submissions.data()); });
    if (statistics.submitted != kRows) state.SkipWithError("rows were lost");
  }
  state.SetItemsProcessed(state.iterations() * kRows);
}
BENCHMARK(import_rows)->Unit(benchmark::kMillisecond)->UseRealTime();

}  // namespace
}  // namespace quits::exchange
