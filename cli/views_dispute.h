// Disputes as messages.
#pragma once

#include <quits/v1/view_dispute.pb.h>

#include "settlement/disputes.h"

namespace quits::cli {

v1::DisputeView view_of(const settlement::DisputeStory& story, Date today);

}  // namespace quits::cli
