// The values of terms in the words of those who sign them: "each band's part at its own rate".
//
// Amounts have the currency's places and commas between thousands, as statements print them.
// Different values of one kind have different words.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "program/terms.h"

namespace quits::program {

std::string_view words_of(Side side);  // "the principal"
std::string_view words_of(Rule rule);
std::string_view words_of(Base base);  // "the net amount"
std::string_view words_of(FeeWhen when);
std::string_view words_of(Collection collection);
std::string_view words_of(LimitScope scope);  // "per sale"
std::string_view words_of(Rounding rounding);
std::string_view words_of(Category category);
std::string_view words_of(Silence silence);  // "it accepts"
// "multilateral, centre"; "between the two only".
std::string words_of_netting(const std::vector<NettingMode>& modes);

std::string words_of_basis(Basis basis, Window window);  // "over the calendar year"
std::string words_of_days(std::uint32_t days);           // "1 day"
std::string words_of_recurring(std::optional<std::uint32_t> months);
std::string words_of_minor(std::int64_t minor, Currency currency);  // "1,100.00"

// Where a band begins ("150,000.00", "500 units") and what it pays ("6 %", "2.50 per unit").
std::string edge_of(const Band& band, const CommissionPlan& plan, Currency currency);
std::string pay_of(const Band& band, const CommissionPlan& plan, Currency currency);

// One line each, for what is new or goes away.
std::string words_of(const CommissionPlan& plan, Currency currency);
std::string words_of(const Level& level, Currency currency);
std::string words_of(const LevelReview& review);
std::string words_of(const RecurringFee& fee, Currency currency);
std::string words_of(const Price& price, Currency currency);  // "250.00 per seat"
std::string words_of_validity(const Price& price);            // "from 2026-07-01 to 2026-12-31"; "always"
std::string words_of_cancellation(const Price& price);        // "25 % from 30 days before, ..."; "nothing"
std::string words_of(const Guarantee& guarantee, Currency currency);
std::string words_of(const Fund& fund, Currency currency);
std::string words_of(const TaxRule& rule);                    // "standard rate, 19 %"
std::string words_of(const Limit& limit, Currency currency);  // "at most 150.00"

}  // namespace quits::program
