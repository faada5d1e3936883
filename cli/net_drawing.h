// A netting as a drawing (SVG): the network before and after, side by side, arrows from debtor to
// creditor as wide as their amounts.
//
// One file without fonts, scripts or links of its own, so that it opens in every browser and prints
// on a landscape page. More than kDrawnPartiesMax parties are not readable: then those with the
// largest debts and claims are drawn, and the drawing says so.
#pragma once

#include <quits/v1/net.pb.h>

#include <string>

namespace quits::cli {

inline constexpr int kDrawnPartiesMax = 40;

std::string net_drawing(const v1::NetView& view);

}  // namespace quits::cli
