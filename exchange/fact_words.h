// What a transaction of a journal says it is: "Sale 536370, product 85123A". Pure.
#pragma once

#include <string>

#include "program/facts.h"

namespace quits::exchange {

// Begins with a word of ours; what callers named follows as they named it, not made harmless.
std::string words_of(const program::Fact& fact);

}  // namespace quits::exchange
