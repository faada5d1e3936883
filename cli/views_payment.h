// Credits of payments, write-offs and ageing as messages.
#pragma once

#include <quits/v1/view_payment.pb.h>

#include <vector>

#include "settlement/ageing.h"
#include "settlement/write_offs.h"

namespace quits::cli {

v1::CreditView credit_view(const settlement::Invoice& credit);
v1::WriteOffView view_of(const settlement::WriteOffStory& story);
v1::AgeingView view_of(const std::vector<settlement::AgeingRow>& rows, Date as_of);

}  // namespace quits::cli
