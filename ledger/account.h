// Accounts of the mirrored book: (owner, counterparty, kind, currency).
//
// An amount on an account counts +amount in the owner's book and -amount in the counterparty's. So A's receivable
// from B is B's payable to A, one number, and the two can never disagree.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/currency.h"
#include "base/id.h"

namespace quits::ledger {

// Numbers are those of quits.v1.AccountKind and frozen: they are in every record.
enum class AccountKind : std::uint8_t {
  unbilled = 1,
  claim = 2,
  bank = 3,
  writeoff = 4,
  fx = 5,
  rounding = 6,
  elsewhere = 7,  // the other side of a claim that was invoiced outside of the book
  income_training = 11,
  income_commission = 12,
  income_program_fee = 13,
  income_service = 14,
  income_certification = 15,
  income_marketing = 16,
  income_other = 17,
  tax_s = 31,
  tax_z = 32,
  tax_e = 33,
  tax_ae = 34,
  tax_o = 35,
};

// "claim", "income.commission", "tax.AE": the words of statements, exports and documentation.
std::string_view name_of(AccountKind kind);
std::optional<AccountKind> account_kind_from(std::uint64_t number);

constexpr bool is_income(AccountKind kind) {
  return kind >= AccountKind::income_training && kind <= AccountKind::income_other;
}
constexpr bool is_tax(AccountKind kind) { return kind >= AccountKind::tax_s && kind <= AccountKind::tax_o; }

struct Account {
  PartyNumber owner;
  PartyNumber counterparty;
  AccountKind kind = AccountKind::unbilled;
  Currency currency = Currency::none();

  auto operator<=>(const Account&) const = default;
};

}  // namespace quits::ledger

template <>
struct std::hash<quits::ledger::Account> {
  std::size_t operator()(const quits::ledger::Account& account) const noexcept {
    std::uint64_t mixed = account.owner.value * 0x9E3779B97F4A7C15UL;
    mixed = (mixed ^ account.counterparty.value) * 0xC2B2AE3D27D4EB4FUL;
    mixed ^= (static_cast<std::uint64_t>(account.kind) << 16U) ^ account.currency.index();
    return static_cast<std::size_t>(mixed ^ (mixed >> 29U));
  }
};
