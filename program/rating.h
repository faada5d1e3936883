// From terms and volume to money: the rules R1-R5 and R12 of docs/rating.md. Pure: values in,
// verdict out.
//
// Let T(v) be what the tiers give on volume v, exact. What moves the accumulated volume from v0 to
// v1 books round(T(v1)) - round(T(v0)). So any set of facts books round(T(total)) in whatever order
// and batches they came, and crossing a WHOLE threshold shows as a true-up on the sale that crossed
// it. For v < 0 the first band's rate goes on (FIXED_STEP: nothing is reached). FROM_HERE has no T: its
// rate is the one that the volume before the sale had reached, for the whole sale, and each sale is
// rounded for itself; what it booked, nothing that comes later changes.
//
// Plans are those of terms that passed check() (program/terms.h); one without bands is refused with
// bands_invalid. What does not fit in 64 bits is refused with overflow. Cost: O(bands) and one
// allocation, about 100 ns for five bands.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "base/result.h"
#include "ledger/line.h"
#include "program/facts.h"
#include "program/terms.h"

namespace quits::program {

// T(volume), rounded to minor units, of a plan with has_total() (program/rating_plan.h); CHECKed.
// Refuses overflow. O(bands).
Result<std::int64_t> due_on(const CommissionPlan& plan, Decimal volume, Currency currency,
                            Rounding rounding);

// `level` is that of the earning partner on the day of the sale; empty: its terms have no levels.
bool covers(const Coverage& coverage, const Sale& sale, std::string_view level = {});
// The first plan for own sales that covers the sale, in the order written, of those of which only the first applies; null
// when none does.
const CommissionPlan* plan_for(const Terms& terms, const Sale& sale, std::string_view level = {});
// Every plan that pays for a sale `depth` levels below (0: an own one), in the order written: plan_for's, and those that
// apply besides.
std::vector<const CommissionPlan*> paying_plans(const Terms& terms, const Sale& sale, std::string_view level, std::uint32_t depth);

// What of the sale the plan counts: its net amount, its gross amount, or its units. Of a credit it is
// what is taken off: negate it. Refuses missing_field on "gross" when the plan counts gross amounts
// and the sale has none.
Result<Decimal> volume_of(const CommissionPlan& plan, const Sale& sale);

// A refund is told in the sale's amount; the volume that goes back with it is its share of what the
// sale had moved:
//   round(moved x (refunded + refund) / sale) - round(moved x refunded / sale)
// half away from zero, in millionths. A full refund in any parts gives back exactly `moved`. A sale of
// amount zero gives back all of it at once. Refuses overflow.
Result<Decimal> share_of_volume(Decimal moved, Decimal sale, Decimal refunded, Decimal refund);

// The volume that one agreement version contributed to an accumulation window. Segments stand in
// the order in which their versions take effect. With S(i) = V(1) + ... + V(i), the window owes
//   sum over i of round(T_i(S(i))) - round(T_i(S(i-1))):
// each version rates its own stretch, on top of what was sold before it, and rounds as its own terms
// say, so that a later version never changes what an earlier one gave. The sum leaves out FROM_HERE
// segments: what those owe was fixed sale by sale; the others stand on their volume all the same.
struct Segment {
  const CommissionPlan* plan = nullptr;
  Decimal volume;
  std::optional<Rounding> rounding = std::nullopt;  // none: the one named in the call
};

// What a window owes, FROM_HERE segments left out. With one segment: due_on(plan, volume).
Result<std::int64_t> due_on(std::span<const Segment> segments, Currency currency,
                            Rounding rounding);

struct Rated {
  std::int64_t amount_minor = 0;
  ledger::Trace trace;
  // Of a refund: its share of what the sale booked without its true-up of later versions.
  std::int64_t own_minor = 0;
};

// A sale or credit of `volume` (signed) rated for itself (BASIS_PER_EVENT): from 0 to volume.
Result<Rated> rate_event(const CommissionPlan& plan, Decimal volume, Currency currency,
                         Rounding rounding);

// A movement of `volume` (signed) in segments[index]: what the window owes afterwards minus before.
// The trace's volume_before/after are S(index) before and after; its parts are those of
// segments[index]'s plan; what later segments change is in true_up_minor, so the amount is
// due_after - due_before + true_up. With FROM_HERE the due_... stay zero and the amount is
// round(rate x volume) + true_up, the rate being that of the band S(index) had reached before. How
// the parts explain the amount: parts_of() in program/rating_plan.h. `window` is the window's first
// day.
Result<Rated> rate_movement(std::span<const Segment> segments, std::size_t index, Decimal volume,
                            Date window, Currency currency, Rounding rounding);

// What was booked on a sale and how much of it went back so far.
struct SaleState {
  Sequence sequence;
  Decimal amount;                   // of the sale; negative for a credit
  std::int64_t booked_minor = 0;    // C
  Decimal refunded;                 // r, signed as the sale
  std::int64_t returned_minor = 0;  // already reversed, signed as booked
  std::int64_t true_up_minor = 0;   // of C: what it changed of later versions in its window
};

// What the refunds so far have returned of `booked_minor`: a function of `refunded` alone.
Result<std::int64_t> returned_of(const SaleState& sale, Rounding rounding);

// R3: gives back `refund` (signed as the sale; the opposite sign takes a refund back) at the sale's
// own effect:
//   returned = round(C x (r + x) / S) - already returned; the item's amount is -returned.
// Refuses refund_exceeds_sale when r + x leaves 0..S. A sale of amount zero (given away, and counted
// in units or gross) has no parts: a refund of zero gives back all of it.
// The volume's own effect on the window (true-up) is added by the caller, see add_true_up.
Result<Rated> rate_refund(const SaleState& sale, Decimal refund, Rounding rounding);

// R3 for accumulated plans whose window is open: the volume leaves the window as well; what the
// window then owes less beyond the sale's own share is the true-up. `movement` is
// rate_movement(..., -share_of_volume(...), ...). The amount is then that of the movement, so the
// window stays exact: returned_minor + true_up_minor. With FROM_HERE the sale's own share goes back,
// whatever rate the window has reached by now, and later segments change as they do.
Result<Rated> add_true_up(Rated refund, const Rated& movement);

// Price list: round(unit price x quantity).
Result<Rated> rate_price(const Price& price, Decimal quantity, Currency currency,
                         Rounding rounding);

// The first day of the accumulation window that holds `on`; none for BASIS_PER_EVENT.
// `agreement_start` is the first version's effective date, and the window of WINDOW_AGREEMENT.
std::optional<Date> window_of(const CommissionPlan& plan, Date on, Date agreement_start);
// The last day of that window; none when it is open-ended (WINDOW_AGREEMENT).
std::optional<Date> window_end(const CommissionPlan& plan, Date window_start);

}  // namespace quits::program
