// A review of a level as text for people.
#pragma once

#include <quits/v1/fact.pb.h>

#include "cli/output.h"

namespace quits::cli {

// What each level asked for, what there was, and whose certificates counted.
void print_review(const v1::LevelReviewed& review, Output& output);

}  // namespace quits::cli
