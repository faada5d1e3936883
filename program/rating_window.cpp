#include "program/rating.h"

namespace quits::program {
namespace {

constexpr int kMonthsInQuarter = 3;
constexpr int kMonthsInYear = 12;

// The first of the `months`-month stretches of the calendar year that holds the day.
Date start_of(Date on, int months) {
  const Period period = Period::of(on);
  return period.plus(-(period.month() - 1) % months).first_day();
}

Date end_of(Date window_start, int months) {
  return Period::of(window_start).plus(months - 1).last_day();
}

// The calendar months of the plan's window; 0: it has no calendar.
int months_of(const CommissionPlan& plan) {
  if (plan.basis == Basis::per_period) return 1;
  if (plan.basis != Basis::cumulative) return 0;
  if (plan.window == Window::quarter) return kMonthsInQuarter;
  return plan.window == Window::year ? kMonthsInYear : 0;
}

}  // namespace

std::optional<Date> window_of(const CommissionPlan& plan, Date on, Date agreement_start) {
  if (plan.basis == Basis::per_event) return std::nullopt;
  const int months = months_of(plan);
  return months == 0 ? agreement_start : start_of(on, months);
}

std::optional<Date> window_end(const CommissionPlan& plan, Date window_start) {
  const int months = months_of(plan);
  if (months == 0) return std::nullopt;
  return end_of(window_start, months);
}

}  // namespace quits::program
