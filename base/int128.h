// Wide integers for products and sums of 64-bit amounts; amounts themselves are stored in 64 bits.
#pragma once

namespace quits {

// __extension__: -Wpedantic refuses the bare name. This is the only place that spells it.
__extension__ typedef __int128 int128;
__extension__ typedef unsigned __int128 uint128;

}  // namespace quits
