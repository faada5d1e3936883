#include <fmt/format.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/wrappers.pb.h>

#include "base/check.h"
#include "cli/dependence_report.h"

namespace quits::cli {
namespace {

std::string text(const std::string& value) {
  google::protobuf::StringValue message;
  message.set_value(value);
  std::string written;
  const auto status = google::protobuf::util::MessageToJsonString(message, &written);
  CHECK(status.ok(), "a text that is no JSON: {}", status.ToString());
  return written;
}

// Rows of a list, one a line.
std::string list(const std::vector<std::string>& rows) {
  if (rows.empty()) return "[]";
  return fmt::format("[\n    {}\n  ]", fmt::join(rows, ",\n    "));
}

std::string party_row(const DependenceReport& report, std::uint32_t party) {
  const settlement::PartyDependence& one = report.dependence[party];
  std::string row = fmt::format(
      "{{\"party\": {}, \"owes\": \"{}\", \"receives\": \"{}\", \"assets\": \"{}\"",
      text(report.parties[party]), shown_amount(report, one.owes_minor),
      shown_amount(report, one.receives_minor), shown_amount(report, report.assets[party]));
  if (one.largest_debtor) {
    row += fmt::format(
        ", \"largestDebtor\": {}, \"fromLargestDebtor\": \"{}\", \"shareOfReceipts\": \"{}\", "
        "\"concentration\": \"{}\"",
        text(report.parties[*one.largest_debtor]), shown_amount(report, one.from_largest_minor),
        shown_share(one.share_of_largest), shown_share(one.concentration));
  }
  if (!report.effects.empty()) {
    const FailureEffect& effect = report.effects[party];
    row += fmt::format(", \"lostByOthers\": \"{}\", \"pulledDown\": {}, \"rounds\": {}",
                       shown_amount(report, effect.lost_by_others_minor), effect.pulled_down,
                       effect.rounds);
  }
  return row + "}";
}

std::string share_row(const DependenceReport& report, std::uint32_t party) {
  const settlement::Clearing& clearing = report.failure->clearing;
  const mpq_class& share = clearing.share[party];
  const mpq_class unpaid = unpaid_minor(report, party);
  const mpq_class pays = settlement::exact(report.dependence[party].owes_minor) - unpaid;
  return fmt::format(
      "{{\"party\": {}, \"owes\": \"{}\", \"pays\": \"{}\", \"share\": \"{}\", \"exactShare\": "
      "\"{}\", \"unpaid\": \"{}\", \"loses\": \"{}\", \"round\": {}}}",
      text(report.parties[party]), shown_amount(report, report.dependence[party].owes_minor),
      shown_amount(report, pays), shown_share(share), share.get_str(), shown_amount(report, unpaid),
      shown_amount(report, report.failure->lost_minor[party]), clearing.round[party]);
}

}  // namespace

std::string dependence_json(const DependenceReport& report) {
  std::vector<std::string> parties;
  std::vector<std::string> shares;
  std::vector<std::string> fails;
  for (std::uint32_t party = 0; party < report.parties.size(); ++party) {
    parties.push_back(party_row(report, party));
    if (report.failure) shares.push_back(share_row(report, party));
  }
  for (const std::uint32_t party : report.fails) fails.push_back(text(report.parties[party]));
  std::string json = "{\n  \"format\": \"quits-dependence/1\"";
  json += fmt::format(",\n  \"currency\": \"{}\",\n  \"after\": \"{}\",\n  \"assets\": \"{}\"",
                      report.currency.is_none() ? "" : report.currency.code(), report.after,
                      report.asset_file.empty() ? "net debt" : "given");
  json += fmt::format(",\n  \"cannotPayAnyway\": {},\n  \"parties\": {}", report.cannot_pay,
                      list(parties));
  if (report.failure) {
    json += fmt::format(
        ",\n  \"fails\": [{}],\n  \"lostByOthers\": \"{}\",\n  \"pulledDown\": {},\n  \"rounds\": "
        "{},\n  \"shares\": {}",
        fmt::join(fails, ", "), shown_amount(report, report.failure->lost_by_others_minor),
        report.failure->pulled_down, report.failure->clearing.rounds, list(shares));
  }
  return json + "\n}\n";
}

}  // namespace quits::cli
