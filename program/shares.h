// R9: a commission that several parties share. Pure.
//
// A group is the items of one commission in one entry: first the one that carries the trace, the seller's, then those of the
// others. Each has its share of the whole in trace.more->split; together they are 100 %. The whole is split by largest
// remainder (base/allocate.h), so the parts are always the whole, and so is what goes back: after refunds of r in all, the
// parties have returned the parts of round(W x r / S), whatever the refunds were.
#pragma once

#include <span>
#include <vector>

#include "program/rating.h"

namespace quits::program {

// The items of `entry` that share a commission with items[at], itself first; one where nobody shares it.
std::size_t group_size(std::span<const ledger::Item> items, std::size_t at);

// The parts of `whole_minor` in the order of the group.
Result<std::vector<std::int64_t>> parts_of_whole(std::span<const ledger::Item> group, std::int64_t whole_minor);

// What goes back of each item of a group when `refund` of a sale goes back, `refunded` did before. `booked_minor` and what
// follows in `sale` are not read: the items tell. Of a group of one: rate_refund.
struct GroupReturn {
  std::vector<Rated> items;
  std::int64_t whole_minor = 0;  // all of them, without what the seller's true-up returns
};
Result<GroupReturn> return_group(std::span<const ledger::Item> group, SaleState sale, Decimal refund, Rounding rounding);

}  // namespace quits::program
