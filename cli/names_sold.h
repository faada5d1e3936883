// What the sales of a book name: products, groups, segments and regions, to tell a slip in new
// terms from a name.
//
//   const NamesSold sold = names_sold(file.book());
//   for (const Error& slip : unsold_names(terms, sold)) ...   // at plan[0].covers.product_group[0]
//
// Reads the whole log once: about a second for each million entries.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/error.h"
#include "ledger/book.h"
#include "program/terms.h"

namespace quits::cli {

struct NamesSold {
  std::uint64_t sales = 0;
  std::set<std::string> products;
  std::set<std::string> product_groups;
  std::set<std::string> segments;
  std::set<std::string> regions;
};

NamesSold names_sold(ledger::Book& book);

// Each name that a plan covers or leaves out and no sale has, with the closest that one has.
// Nothing where there is no sale to compare with. A name may be right and new, so these are
// warnings.
std::vector<Error> unsold_names(const program::Terms& terms, const NamesSold& sold);

// Whether any plan names something, so that it is worth reading a book.
bool covers_names(const program::Terms& terms);

}  // namespace quits::cli
