// Who depends on whom as the message that `quits dependence --json` prints; docs/netting.md has its
// fields.
#pragma once

#include <quits/v1/dependence.pb.h>

#include "cli/dependence_report.h"

namespace quits::cli {

v1::DependenceView view_of(const DependenceReport& report);

}  // namespace quits::cli
