#include "cli/names_sold.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/text.h"
#include "ledger/record_stream.h"
#include "program/encoding.h"

namespace quits::cli {
namespace {

void add_name(const std::string& name, std::set<std::string>& names) {
  if (!name.empty()) names.insert(name);
}

void add_names(const std::string& path, const char* what, const std::vector<std::string>& names,
               const std::set<std::string>& sold, std::vector<Error>& found) {
  const std::vector<std::string_view> known(sold.begin(), sold.end());
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (sold.contains(names[i])) continue;
    const std::string near = closest(names[i], known);
    found.push_back(
        {Code::not_found, fmt::format("no sale in this book has the {} {}", what, in_quotes(names[i])),
         near.empty() ? "fine if it is new" : fmt::format("did you mean {}?", in_quotes(near)),
         Place{{}, 0, 0, fmt::format("{}[{}]", path, i)}});
  }
}

}  // namespace

NamesSold names_sold(ledger::Book& book) {
  NamesSold sold;
  program::FactCodec codec;
  ledger::stream_records(book.log(), [&](ledger::DecodedRecord& entry) {
    const auto kind = entry.record.kind();
    if (kind != program::kind::sale && kind != program::kind::credit) return;
    const auto fact = codec.decode(entry.record.fact);
    if (!fact) return;  // a damaged record: verify tells
    const auto* credit = std::get_if<program::Credit>(&*fact);
    const program::Sale& line = credit != nullptr ? credit->line : std::get<program::Sale>(*fact);
    ++sold.sales;
    add_name(line.product, sold.products);
    add_name(line.product_group, sold.product_groups);
    add_name(line.segment, sold.segments);
    add_name(line.region, sold.regions);
  });
  return sold;
}

std::vector<Error> unsold_names(const program::Terms& terms, const NamesSold& sold) {
  std::vector<Error> found;
  if (sold.sales == 0) return found;
  for (std::size_t i = 0; i < terms.plans.size(); ++i) {
    const program::Coverage& covers = terms.plans[i].covers;
    const std::string path = fmt::format("plan[{}].covers.", i);
    add_names(path + "product", "product", covers.products, sold.products, found);
    add_names(path + "product_group", "product group", covers.product_groups, sold.product_groups,
              found);
    add_names(path + "except_product", "product", covers.except_products, sold.products, found);
    add_names(path + "except_product_group", "product group", covers.except_product_groups,
              sold.product_groups, found);
    add_names(path + "segment", "segment", covers.segments, sold.segments, found);
    add_names(path + "region", "region", covers.regions, sold.regions, found);
  }
  return found;
}

bool covers_names(const program::Terms& terms) {
  return std::any_of(
      terms.plans.begin(), terms.plans.end(),
      [](const program::CommissionPlan& plan) { return !(plan.covers == program::Coverage()); });
}

}  // namespace quits::cli
