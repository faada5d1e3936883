// One band's part of a commission, in words that a pocket calculator can follow.
//
//   part_words(trace, part, euro) == "40.00 x 500.00 / 2,000.00, band from 1,000.00"
//
// Everything comes from the stored trace; nothing is rated again.
#pragma once

#include <string>

#include "base/int128.h"
#include "ledger/line.h"

namespace quits::cli {

// A volume of the plan: money with the currency's places, or units as they are.
std::string counted_text(Decimal volume, ledger::Base base, Currency currency);

// What the part gives, in 10^-12 of the major unit: exact, except that the share of a band that fills
// (INTERPOLATED) is told to the nearest millionth.
int128 worth_of(const ledger::Trace& trace, const ledger::BandPart& part);

std::string part_words(const ledger::Trace& trace, const ledger::BandPart& part, Currency currency);

// "Together", and where several rates of one sale blend, what they come to: "Together, 1.6 % of
// 2,500.00". `worth` is that of all parts.
std::string total_words(const ledger::Trace& trace, int128 worth, Currency currency);

}  // namespace quits::cli
