// The price list: which price holds on a day, volume prices, and what a cancelled order owes. Pure: values in, verdict out.
//
// Volume prices are rated like commissions, with bands in units and an amount per unit: volume_plan() makes the plan.
// check() sees to it that within one version a window of accumulated units belongs to one price of the item: prices of
// one item that add up have the same basis, and change where a window begins.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "program/rating.h"
#include "program/rating_plan.h"
#include "program/terms.h"

namespace quits::program {

constexpr bool has_volume_prices(const Price& price) { return price.rule != Rule::none; }
constexpr bool adds_up(const Price& price) { return has_volume_prices(price) && price.basis != Basis::per_event; }

// The plan that rates a volume price: named as the item, over units.
CommissionPlan volume_plan(const Price& price);

// The price of the item that holds on a day; null when the list has none.
const Price* price_on(const Terms& terms, std::string_view item, Date day);
// The same; refuses unknown_price with the closest item, or with the days on which there is a price.
Result<const Price*> price_for(const Terms& terms, const std::string& item, Date day);
// The price of the item `like` that adds units up in a window, over the same time as `like` does; null when there is none.
const Price* price_in_window(const Terms& terms, const CommissionPlan& like, Date window);

// What `units` more would cost where `reached` units are counted already, exact and without moving the volume: MARGINAL
// band by band, WHOLE all of them at the price of the band that they reach, FROM_HERE at that of the band reached before.
struct OrderValue {
  ExactDue exact;
  Decimal unit_price;                  // without volume prices
  std::vector<ledger::BandPart> parts;
};
Result<OrderValue> value_of_order(const Price& price, Decimal reached, Decimal units);

// The share of the price that is due when an order is cancelled so many days before the planned day: that of the last step
// that allows so many days. More days than the first step has: nothing.
Rate due_on_cancellation(const Price& price, std::uint32_t days_before);

// The term of the statement line of cancelled orders of an item, and the item in it; empty when it is no such term.
std::string cancelled_term(const std::string& item);
std::string_view item_cancelled(std::string_view term);

// Everything that is wrong with the price list beyond single amounts: names and days, rules, cancellation steps.
std::vector<Error> check_prices(const Terms& terms);

}  // namespace quits::program
