#include "ledger/account.h"

#include <array>
#include <utility>

namespace quits::ledger {
namespace {

constexpr std::array kNames{
    std::pair{AccountKind::unbilled, std::string_view("unbilled")},
    std::pair{AccountKind::claim, std::string_view("claim")},
    std::pair{AccountKind::bank, std::string_view("bank")},
    std::pair{AccountKind::writeoff, std::string_view("writeoff")},
    std::pair{AccountKind::fx, std::string_view("fx")},
    std::pair{AccountKind::rounding, std::string_view("rounding")},
    std::pair{AccountKind::elsewhere, std::string_view("elsewhere")},
    std::pair{AccountKind::income_training, std::string_view("income.training")},
    std::pair{AccountKind::income_commission, std::string_view("income.commission")},
    std::pair{AccountKind::income_program_fee, std::string_view("income.program_fee")},
    std::pair{AccountKind::income_service, std::string_view("income.service")},
    std::pair{AccountKind::income_certification, std::string_view("income.certification")},
    std::pair{AccountKind::income_marketing, std::string_view("income.marketing")},
    std::pair{AccountKind::income_other, std::string_view("income.other")},
    std::pair{AccountKind::tax_s, std::string_view("tax.S")},
    std::pair{AccountKind::tax_z, std::string_view("tax.Z")},
    std::pair{AccountKind::tax_e, std::string_view("tax.E")},
    std::pair{AccountKind::tax_ae, std::string_view("tax.AE")},
    std::pair{AccountKind::tax_o, std::string_view("tax.O")},
};

}  // namespace

std::string_view name_of(AccountKind kind) {
  for (const auto& [known, name] : kNames) {
    if (known == kind) return name;
  }
  return "unknown";
}

std::optional<AccountKind> account_kind_from(std::uint64_t number) {
  for (const auto& [known, name] : kNames) {
    if (static_cast<std::uint64_t>(known) == number) return known;
  }
  return std::nullopt;
}

}  // namespace quits::ledger
