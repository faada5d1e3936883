// Linear systems x(i) = c(i) + sum of a(i, j) x(j), solved exactly. Pure.
//
//   LinearSystem system(2);
//   system.add_constant(0, 1);            // x0 = 1 + x1 / 2
//   system.add_term(0, 1, mpq_class(1, 2));
//   system.add_term(1, 0, mpq_class(1, 3));
//   system.solve(work)                    // x0 = 6/5, x1 = 2/5
//
// For clearing payments: no coefficient is below zero, and there is exactly one solution. Then one
// unknown after the other can be replaced by what it equals, in any order: where an unknown comes
// to depend on itself, it does so by less than 1 (the matrix 1 - a is a non-singular M-matrix, and
// so is what is left of it after every step). So no pivots are searched for accuracy; the order is
// chosen to make few new terms.
#pragma once

#include <gmpxx.h>

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "settlement/clearing.h"

namespace quits::settlement {

// In units of ClearingWork, of a product added to a number: multiplying and shortening fractions
// grow with the square of their length.
std::uint64_t cost_of_product(const mpq_class& to, const mpq_class& left, const mpq_class& right);

class LinearSystem {
 public:
  explicit LinearSystem(std::size_t unknowns) : rows_(unknowns), users_(unknowns) {}

  void add_constant(std::uint32_t row, const mpq_class& constant) {
    rows_[row].constant += constant;
  }
  // `row` is not `unknown`; once for both.
  void add_term(std::uint32_t row, std::uint32_t unknown, const mpq_class& coefficient) {
    rows_[row].terms[unknown] += coefficient;
    users_[unknown].insert(row);
  }

  // Nothing when the work is used up. Once.
  std::optional<std::vector<mpq_class>> solve(ClearingWork& work);

 private:
  struct Row {
    mpq_class constant;
    std::map<std::uint32_t, mpq_class> terms;
  };

  std::uint64_t new_terms(std::uint32_t unknown) const {
    return users_[unknown].size() * std::uint64_t{rows_[unknown].terms.size()};
  }
  void queue(std::uint32_t unknown) { waiting_.emplace(new_terms(unknown), unknown); }
  void unqueue(std::uint32_t unknown) { waiting_.erase({new_terms(unknown), unknown}); }
  bool replace(std::uint32_t unknown, ClearingWork& work);
  bool replace_in(std::uint32_t user, std::uint32_t unknown, ClearingWork& work);

  std::vector<Row> rows_;
  std::vector<std::set<std::uint32_t>> users_;  // per unknown: the rows that have a term of it
  std::set<std::pair<std::uint64_t, std::uint32_t>> waiting_;
};

}  // namespace quits::settlement
