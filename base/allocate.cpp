#include "base/allocate.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstddef>

#include "base/check.h"
#include "base/int128.h"

namespace quits {
namespace {

struct Remainder {
  uint128 rest;
  std::size_t part;
};

Result<uint128> sum_of(std::span<const std::int64_t> weights) {
  uint128 sum = 0;
  for (const std::int64_t weight : weights) {
    if (weight < 0)
      return refuse(Code::bad_value, fmt::format("the weight {} is negative", weight));
    sum += static_cast<std::uint64_t>(weight);
  }
  if (sum == 0) {
    return refuse(Code::bad_value, "an amount cannot be split: the weights sum to zero");
  }
  return sum;
}

}  // namespace

Result<std::vector<std::int64_t>> allocate(std::int64_t total,
                                           std::span<const std::int64_t> weights) {
  TRY(const uint128 sum, sum_of(weights));
  const bool negative = total < 0;
  const auto bits = static_cast<std::uint64_t>(total);
  const std::uint64_t whole = negative ? std::uint64_t{0} - bits : bits;

  std::vector<std::uint64_t> parts;
  std::vector<Remainder> remainders;
  parts.reserve(weights.size());
  remainders.reserve(weights.size());
  std::uint64_t left = whole;
  for (const std::int64_t weight : weights) {
    const uint128 share = uint128{whole} * static_cast<std::uint64_t>(weight);
    const auto part = static_cast<std::uint64_t>(share / sum);
    remainders.push_back(Remainder{share % sum, parts.size()});
    parts.push_back(part);
    left -= part;
  }

  // Each remainder is below `sum` and together they are left * sum, so more than `left` of them are
  // not zero: a part without weight never gets a unit.
  CHECK(left < remainders.size());
  const auto before = [](const Remainder& one, const Remainder& other) {
    return one.rest != other.rest ? one.rest > other.rest : one.part < other.part;
  };
  const auto middle = remainders.begin() + static_cast<std::ptrdiff_t>(left);
  std::nth_element(remainders.begin(), middle, remainders.end(), before);
  for (auto it = remainders.begin(); it != middle; ++it) ++parts[it->part];

  std::vector<std::int64_t> signed_parts(parts.size());
  std::ranges::transform(parts, signed_parts.begin(), [negative](std::uint64_t part) {
    return static_cast<std::int64_t>(negative ? std::uint64_t{0} - part : part);
  });
  return signed_parts;
}

}  // namespace quits
