// Marketing funds and their requests as messages.
#pragma once

#include <quits/v1/view_fund.pb.h>

#include <span>

#include "cli/views_entry.h"
#include "program/funds.h"
#include "service/book_file.h"

namespace quits::cli {

// The funds of the terms in force on a day, with the windows that hold it; `versions` are all of an
// agreement. Nothing where no terms are in force then.
Status add_funds(service::BookFile& file, std::span<const program::AgreementVersion> versions,
                 Date on, Names& names, v1::FundList& list);

// Its state is that of `on`. With its claims; cost: the fund's statement lines since the request.
Result<v1::FundRequestView> request_with_claims(service::BookFile& file,
                                                const program::FundRequest& request, Date on,
                                                Names& names);

}  // namespace quits::cli
