#include "cli/views_balance.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "base/failure.h"
#include "cli/views.h"
#include "ledger/encoding.h"
#include "ledger/log.h"
#include "program/parties.h"

namespace quits::cli {
namespace {

using ledger::Account;
using ledger::AccountKind;
using ledger::Movement;

// "income.program_fee" -> "program fee", "tax.S" -> "S".
std::string detail_of(AccountKind kind) {
  std::string detail(name_of(kind));
  detail.erase(0, detail.find('.') + 1);
  std::replace(detail.begin(), detail.end(), '_', ' ');
  return detail;
}

std::string words_of(AccountKind kind, bool owner) {
  if (is_income(kind)) return (owner ? "income, " : "expense, ") + detail_of(kind);
  if (is_tax(kind)) return (owner ? "output tax " : "input tax ") + detail_of(kind);
  switch (kind) {
    case AccountKind::unbilled:
      return owner ? "earned, not invoiced" : "owed, not invoiced";
    case AccountKind::claim:
      return owner ? "receivable" : "payable";
    case AccountKind::bank:
      return owner ? "money received" : "money paid";
    case AccountKind::writeoff:
      return owner ? "written off" : "forgiven";
    case AccountKind::fx:
      return "exchange difference";
    case AccountKind::elsewhere:
      return "invoiced elsewhere";
    default:
      return "rounding difference";
  }
}

bool touches(const Account& account, std::optional<PartyNumber> party) {
  return !party || account.owner == *party || account.counterparty == *party;
}

struct Sums {
  int128 opening = 0;
  int128 closing = 0;
};

// What stands on each account, in order; movements after the period do not count.
std::vector<std::pair<Account, Sums>> summed(std::span<const Movement> movements,
                                             std::optional<Period> period) {
  std::vector<std::pair<Account, Sums>> sums;
  for (const Movement& movement : movements) {
    if (period && movement.period > *period) continue;
    if (sums.empty() || sums.back().first != movement.account)
      sums.push_back({movement.account, {}});
    Sums& sum = sums.back().second;
    if (period && movement.period < *period) sum.opening += movement.amount_minor;
    sum.closing += movement.amount_minor;
  }
  return sums;
}

// From the side of the first party of a pair.
struct Position {
  int128 earned_unbilled = 0;
  int128 owed_unbilled = 0;
  int128 receivable = 0;
  int128 payable = 0;

  bool is_zero() const {
    return earned_unbilled == 0 && owed_unbilled == 0 && receivable == 0 && payable == 0;
  }
};

}  // namespace

std::vector<Movement> movements_as_of(ledger::Book& book, std::optional<PartyNumber> party,
                                      Sequence as_of) {
  std::map<std::pair<Account, Period>, std::int64_t> sums;
  ledger::RecordCodec codec;
  ledger::Record record;
  book.log().scan({1}, as_of, [&](Sequence, std::span<const std::byte> bytes) {
    codec.decode(bytes, record);
    for (const ledger::Posting& posting : record.postings) {
      if (!touches(posting.account, party)) continue;
      std::int64_t& sum = sums[{posting.account, record.period}];
      if (__builtin_add_overflow(sum, posting.amount_minor, &sum)) {
        throw Failure(Code::corrupt,
                      fmt::format("the balances overflow at entry {}", record.sequence.value),
                      "run `quits verify`");
      }
    }
    return true;
  });
  std::vector<Movement> movements;
  for (const auto& [key, amount] : sums) movements.push_back({key.first, key.second, amount});
  return movements;
}

std::vector<v1::AccountView> accounts_of(std::span<const Movement> movements, PartyNumber party,
                                         std::optional<Period> period, Names& names) {
  auto sums = summed(movements, period);
  const auto place_of = [&](const Account& account) {
    const bool owner = account.owner == party;
    return std::tuple(names.party(owner ? account.counterparty : account.owner), account.currency,
                      account.kind, !owner);
  };
  std::sort(sums.begin(), sums.end(), [&](const auto& left, const auto& right) {
    return place_of(left.first) < place_of(right.first);
  });
  std::vector<v1::AccountView> views;
  for (const auto& [account, sum] : sums) {
    const bool owner = account.owner == party;
    const int128 sign = owner ? 1 : -1;
    v1::AccountView& view = views.emplace_back();
    view.set_party(names.party(party));
    view.set_counterparty(names.party(owner ? account.counterparty : account.owner));
    view.set_account(words_of(account.kind, owner));
    view.set_kind(std::string(name_of(account.kind)));
    view.set_owner(owner);
    view.set_currency(std::string(account.currency.code()));
    view.set_balance(amount_text(sign * sum.closing, account.currency));
    if (!period) continue;
    view.set_opening(amount_text(sign * sum.opening, account.currency));
    view.set_change(amount_text(sign * (sum.closing - sum.opening), account.currency));
  }
  return views;
}

std::vector<v1::PositionView> positions_of(std::span<const Movement> movements,
                                           std::optional<Period> period, Names& names) {
  const auto known_operator = program::operator_of(names.book().database());
  const std::string main = known_operator ? known_operator->key : std::string();
  std::map<std::tuple<std::string, std::string, Currency>, Position> positions;
  for (const auto& [account, sum] : summed(movements, period)) {
    if (account.kind != AccountKind::unbilled && account.kind != AccountKind::claim) continue;
    const std::string& owner = names.party(account.owner);
    const std::string& other = names.party(account.counterparty);
    const bool first = other == main || (owner != main && owner < other);
    Position& position =
        positions[{first ? owner : other, first ? other : owner, account.currency}];
    const bool billed = account.kind == AccountKind::claim;
    int128& part = first ? (billed ? position.receivable : position.earned_unbilled)
                         : (billed ? position.payable : position.owed_unbilled);
    part += sum.closing;
  }
  std::vector<v1::PositionView> views;
  for (const auto& [key, position] : positions) {
    if (position.is_zero()) continue;
    const auto& [party, counterparty, currency] = key;
    v1::PositionView& view = views.emplace_back();
    view.set_party(party);
    view.set_counterparty(counterparty);
    view.set_currency(std::string(currency.code()));
    view.set_earned_unbilled(amount_text(position.earned_unbilled, currency));
    view.set_owed_unbilled(amount_text(position.owed_unbilled, currency));
    view.set_receivable(amount_text(position.receivable, currency));
    view.set_payable(amount_text(position.payable, currency));
    view.set_net(amount_text(
        position.earned_unbilled + position.receivable - position.owed_unbilled - position.payable,
        currency));
  }
  return views;
}

}  // namespace quits::cli
