// A netting as text for people: figures, one row per party, one per obligation.
#pragma once

#include <quits/v1/net.pb.h>

#include "cli/output.h"

namespace quits::cli {

// Tables are cut after some rows, and say so.
void print_net_text(const v1::NetView& view, Output& output);

// The columns are fixed: id,debtor,creditor,amount,set_off,left.
void print_net_csv(const v1::NetView& view, Output& output);

// What is proven of it, as a sentence.
std::string net_proof_text(const v1::NetView& view);

}  // namespace quits::cli
