// A netting as the message that `quits net` prints and writes as its certificate, and back.
//
// The message holds input, result and proof, so that a file of it can be checked alone: the network
// is made again from its obligations, the answer is checked, and every figure is computed again.
#pragma once

#include <quits/v1/net.pb.h>

#include <string>
#include <vector>

#include "base/result.h"
#include "exchange/obligation_file.h"
#include "settlement/certificate.h"
#include "settlement/netting/network.h"
#include "settlement/netting/set_off.h"

namespace quits::cli {

// What is netted, with the names under which it is shown.
struct NetInput {
  settlement::Network network;
  std::vector<std::string> ids;  // per obligation; its row number where the file has none
  bool ids_are_row_numbers = false;
  int places = 0;
};

Result<NetInput> net_input(const exchange::ObligationFile& file);

std::string net_amount(int128 minor, int places);  // "1190.00"

v1::NetView view_of(const NetInput& input, const settlement::SetOff& set_off,
                    const settlement::Checked& checked);

// JSON with lower-camel names, on several lines.
std::string net_json(const google::protobuf::Message& view);
// Refuses with malformed_text what is no such message.
Result<v1::NetView> parse_net_json(const std::string& text);

// Checks a message as if it came from a stranger. Refuses what contradicts itself
// (internal_mismatch) or cannot be read (bad_value, ...). Returns what was proven.
Result<settlement::Checked> check_view(const v1::NetView& view);

}  // namespace quits::cli
