// What the files of the fund commands share. quits fund ... is in fund.cpp.
#pragma once

#include "cli/commands.h"

namespace quits::cli {

// fund_record.cpp
void add_fund_request(CLI::App& group, Session& session);
void add_fund_claim(CLI::App& group, Session& session);
void add_fund_release(CLI::App& group, Session& session);

}  // namespace quits::cli
