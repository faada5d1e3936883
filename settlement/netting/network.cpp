#include "settlement/netting/network.h"

#include <fmt/core.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <tuple>

#include "base/check.h"
#include "base/int128.h"
#include "base/text.h"

namespace quits::settlement {
namespace {

bool is_number(std::string_view id) {
  return !id.empty() && std::ranges::all_of(id, [](char c) { return c >= '0' && c <= '9'; });
}

std::string_view without_zeros(std::string_view digits) {
  digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
  return digits;
}

// Below zero, zero or above: "2" before "10" before "A-1".
int compare_ids(std::string_view left, std::string_view right) {
  const bool left_is_number = is_number(left);
  if (left_is_number != is_number(right)) return left_is_number ? -1 : 1;
  if (left_is_number) {
    const std::string_view a = without_zeros(left);
    const std::string_view b = without_zeros(right);
    if (a.size() != b.size()) return a.size() < b.size() ? -1 : 1;
    if (const int order = a.compare(b); order != 0) return order;
  }
  return left.compare(right);
}

std::string called(const Obligation& obligation, std::size_t index) {
  return obligation.id.empty() ? fmt::format("obligation {}", index + 1)
                               : fmt::format("obligation {}", in_quotes(obligation.id));
}

Status check(const Obligation& obligation, std::size_t index, Currency currency,
             std::span<const std::string> parties) {
  CHECK(obligation.debtor < parties.size() && obligation.creditor < parties.size(),
        "obligation {} names a party that is not listed", index);
  if (obligation.debtor == obligation.creditor) {
    return refuse(Code::party_mismatch,
                  fmt::format("{} is owed by {} to itself", called(obligation, index),
                              in_quotes(parties[obligation.debtor])),
                  "an obligation has two parties; leave it out");
  }
  if (obligation.open_minor == 0) {
    return refuse(Code::bad_value, fmt::format("{} has nothing open", called(obligation, index)),
                  "leave out what is paid");
  }
  if (obligation.currency != currency) {
    return refuse(
        Code::currency_mismatch,
        fmt::format("{} is in {}, the first one in {}", called(obligation, index),
                    obligation.currency.is_none() ? "no currency" : obligation.currency.code(),
                    currency.is_none() ? "no currency" : currency.code()),
        "each currency nets alone");
  }
  if (obligation.open_minor == std::numeric_limits<std::int64_t>::min()) {
    return refuse(Code::overflow,
                  fmt::format("the amount of {} is too large", called(obligation, index)));
  }
  return {};
}

// The new number of each party: its place in the order of names.
std::vector<std::uint32_t> sort_by_name(std::vector<std::string>& parties) {
  std::vector<std::uint32_t> order(parties.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::sort(order, {},
                    [&](std::uint32_t party) -> const std::string& { return parties[party]; });
  std::vector<std::uint32_t> number(parties.size());
  std::vector<std::string> sorted;
  sorted.reserve(parties.size());
  for (const std::uint32_t party : order) {
    number[party] = static_cast<std::uint32_t>(sorted.size());
    CHECK(sorted.empty() || sorted.back() != parties[party], "the party {} is listed twice",
          parties[party]);
    sorted.push_back(std::move(parties[party]));
  }
  parties = std::move(sorted);
  return number;
}

}  // namespace

Result<Network> Network::make(std::vector<std::string> parties,
                              std::span<const Obligation> obligations) {
  if (obligations.size() > kObligationsMax) {
    return refuse(Code::too_large, fmt::format("more than {} obligations", kObligationsMax));
  }
  Network network;
  network.currency = obligations.empty() ? Currency::none() : obligations.front().currency;
  for (std::size_t i = 0; i < obligations.size(); ++i)
    TRY_STATUS(check(obligations[i], i, network.currency, parties));

  const std::vector<std::uint32_t> number = sort_by_name(parties);
  network.parties = std::move(parties);
  int128 gross = 0;
  network.arcs.reserve(obligations.size());
  for (const Obligation& one : obligations) {
    Arc arc{number[one.debtor], number[one.creditor], one.open_minor,
            one.due ? one.due->days_since_epoch() : kNoDueDay, one.open_minor < 0};
    if (arc.turned) {
      std::swap(arc.debtor, arc.creditor);
      arc.amount_minor = -arc.amount_minor;
    }
    gross += arc.amount_minor;
    network.arcs.push_back(arc);
  }
  if (gross > std::numeric_limits<std::int64_t>::max()) {
    return refuse(Code::overflow, "all obligations together are more than 64 bits hold",
                  "net fewer of them at once");
  }
  network.gross_minor = static_cast<std::int64_t>(gross);

  network.by_priority.resize(obligations.size());
  std::iota(network.by_priority.begin(), network.by_priority.end(), 0U);
  std::ranges::sort(network.by_priority, [&](std::uint32_t left, std::uint32_t right) {
    const Arc& a = network.arcs[left];
    const Arc& b = network.arcs[right];
    if (a.due_day != b.due_day) return a.due_day < b.due_day;
    if (const int order = compare_ids(obligations[left].id, obligations[right].id); order != 0)
      return order < 0;
    return std::tuple(a.debtor, a.creditor, -a.amount_minor, left) <
           std::tuple(b.debtor, b.creditor, -b.amount_minor, right);
  });
  return network;
}

std::vector<std::int64_t> Network::net_positions() const {
  std::vector<std::int64_t> net(parties.size(), 0);
  for (const Arc& arc : arcs) {
    net[arc.creditor] += arc.amount_minor;
    net[arc.debtor] -= arc.amount_minor;
  }
  return net;
}

std::int64_t net_internal_debt(std::span<const std::int64_t> net_positions) {
  std::int64_t debt = 0;
  for (const std::int64_t net : net_positions) debt += std::max<std::int64_t>(net, 0);
  return debt;
}

}  // namespace quits::settlement
