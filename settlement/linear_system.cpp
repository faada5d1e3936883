#include "settlement/linear_system.h"

#include <utility>

#include "base/check.h"

namespace quits::settlement {
namespace {

std::uint64_t words(const mpq_class& number) {
  return mpz_size(number.get_num_mpz_t()) + mpz_size(number.get_den_mpz_t());
}

}  // namespace

std::uint64_t cost_of_product(const mpq_class& to, const mpq_class& left, const mpq_class& right) {
  constexpr std::uint64_t kSmall = 300;
  const std::uint64_t length = words(to) + words(left) + words(right);
  return kSmall + 2 * length * length;
}

// The unknown leaves one row that has it: it stands for its own row there.
bool LinearSystem::replace_in(std::uint32_t user, std::uint32_t unknown, ClearingWork& work) {
  Row& row = rows_[user];
  const Row& replaced = rows_[unknown];
  const auto at = row.terms.find(unknown);
  const mpq_class factor = at->second;
  row.terms.erase(at);
  if (!work.spend(cost_of_product(row.constant, factor, replaced.constant))) return false;
  row.constant += factor * replaced.constant;
  mpq_class own = 1;  // 1 less what the row comes to depend on itself
  for (const auto& [other, coefficient] : replaced.terms) {
    if (other == user) {
      own -= factor * coefficient;
      continue;
    }
    mpq_class& sum = row.terms[other];
    if (!work.spend(cost_of_product(sum, factor, coefficient))) return false;
    sum += factor * coefficient;
    users_[other].insert(user);
  }
  if (own == 1) return true;
  CHECK(own > 0, "a clearing has more than one solution");
  if (!work.spend((row.terms.size() + 1) * cost_of_product(row.constant, own, own))) return false;
  row.constant /= own;
  for (auto& [other, coefficient] : row.terms) coefficient /= own;
  return true;
}

bool LinearSystem::replace(std::uint32_t unknown, ClearingWork& work) {
  std::set<std::uint32_t> touched = users_[unknown];
  for (const auto& [other, coefficient] : rows_[unknown].terms) touched.insert(other);
  for (const std::uint32_t one : touched) unqueue(one);
  for (const auto& [other, coefficient] : rows_[unknown].terms) users_[other].erase(unknown);
  for (const std::uint32_t user : users_[unknown]) {
    if (!replace_in(user, unknown, work)) return false;
  }
  for (const std::uint32_t one : touched) queue(one);
  return true;
}

std::optional<std::vector<mpq_class>> LinearSystem::solve(ClearingWork& work) {
  for (std::uint32_t unknown = 0; unknown < rows_.size(); ++unknown) queue(unknown);
  std::vector<std::uint32_t> order;
  while (!waiting_.empty()) {
    const std::uint32_t unknown = waiting_.begin()->second;
    waiting_.erase(waiting_.begin());
    order.push_back(unknown);
    if (!replace(unknown, work)) return std::nullopt;
  }
  // Each row has only unknowns that were replaced after it.
  std::vector<mpq_class> solution(rows_.size());
  for (auto at = order.rbegin(); at != order.rend(); ++at) {
    mpq_class sum = rows_[*at].constant;
    for (const auto& [other, coefficient] : rows_[*at].terms) {
      if (!work.spend(cost_of_product(sum, coefficient, solution[other]))) return std::nullopt;
      sum += coefficient * solution[other];
    }
    solution[*at] = std::move(sum);
  }
  return solution;
}

}  // namespace quits::settlement
