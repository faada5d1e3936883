#include <algorithm>
#include <numeric>

#include "base/fixed_point.h"
#include "cli/dependence_report.h"
#include "cli/wording.h"

namespace quits::cli {
namespace {

constexpr std::size_t kRowsMax = 60;
constexpr std::size_t kFailuresShown = 10;

Cell cell(const DependenceReport& report, const mpq_class& minor) {
  return amount_cell(shown_amount(report, minor));
}
Cell cell(const DependenceReport& report, std::int64_t minor) {
  return amount_cell(shown_amount(report, minor));
}
Cell share_cell(const mpq_class& share) {
  const std::string places = shown_share(share);
  return {percent_of(places), places};
}

std::string title_of(const DependenceReport& report) {
  std::string title = "Dependence between " + counted(report.parties.size(), "party", "parties");
  if (!report.currency.is_none()) title += fmt::format(", in {}", report.currency.code());
  if (!report.run.empty()) title += fmt::format(", of run {}", report.run);
  if (report.after == "run") {
    title += ", after what it sets off";
  } else if (!report.after.empty()) {
    title += fmt::format(", after a {} set-off", report.after);
  }
  return title;
}

std::string assets_text(const DependenceReport& report) {
  std::string text =
      report.asset_file.empty()
          ? "Outside assets: each party holds just what it needs to pay, its net debt. Nobody has "
            "a cushion."
          : fmt::format("Outside assets are those of {}.", report.asset_file);
  if (report.cannot_pay > 0) {
    text +=
        fmt::format(" {} cannot pay all as it is.", counted(report.cannot_pay, "party", "parties"));
  }
  return text;
}

Table dependence_table(const DependenceReport& report) {
  Table table({"party",
               {"owes", Align::right},
               {"receives", Align::right},
               "largest debtor",
               {"from it", Align::right},
               {"of receipts", Align::right},
               {"concentration", Align::right}});
  for (std::size_t i = 0; i < std::min(report.parties.size(), kRowsMax); ++i) {
    const settlement::PartyDependence& one = report.dependence[i];
    std::vector<Cell> cells{report.parties[i], cell(report, one.owes_minor),
                            cell(report, one.receives_minor)};
    if (one.largest_debtor) {
      cells.insert(cells.end(),
                   {report.parties[*one.largest_debtor], cell(report, one.from_largest_minor),
                    share_cell(one.share_of_largest), shown_share(one.concentration)});
    } else {
      cells.insert(cells.end(), 4, "");
    }
    table.add(std::move(cells));
  }
  return table;
}

// Those whose failure costs others most.
Table effects_table(const DependenceReport& report) {
  std::vector<std::uint32_t> order(report.parties.size());
  std::iota(order.begin(), order.end(), 0U);
  std::ranges::stable_sort(order, [&](std::uint32_t left, std::uint32_t right) {
    return report.effects[left].lost_by_others_minor > report.effects[right].lost_by_others_minor;
  });
  Table table({"fails",
               {"its assets", Align::right},
               {"others lose", Align::right},
               {"others that cannot pay", Align::right},
               {"rounds", Align::right}});
  for (std::size_t i = 0; i < std::min(order.size(), kFailuresShown); ++i) {
    const FailureEffect& effect = report.effects[order[i]];
    if (effect.lost_by_others_minor == 0) break;
    table.add({report.parties[order[i]], cell(report, report.assets[order[i]]),
               cell(report, effect.lost_by_others_minor), count_cell(effect.pulled_down),
               count_cell(effect.rounds)});
  }
  return table;
}

bool is_hit(const DependenceReport& report, std::uint32_t party) {
  return report.failure->clearing.round[party] != 0 || report.failure->lost_minor[party] != 0;
}

Table failure_table(const DependenceReport& report, bool all) {
  Table table({"party",
               {"owes", Align::right},
               {"pays", Align::right},
               {"share", Align::right},
               {"unpaid", Align::right},
               {"loses", Align::right},
               {"round", Align::right}});
  for (std::uint32_t party = 0; party < report.parties.size(); ++party) {
    if (!all && !is_hit(report, party)) continue;
    if (!all && table.rows() == kRowsMax) break;
    const mpq_class unpaid = unpaid_minor(report, party);
    const std::int64_t owes = report.dependence[party].owes_minor;
    const std::uint32_t round = report.failure->clearing.round[party];
    table.add({report.parties[party], cell(report, owes),
               cell(report, settlement::exact(owes) - unpaid),
               share_cell(report.failure->clearing.share[party]), cell(report, unpaid),
               cell(report, report.failure->lost_minor[party]),
               Cell(round == 0 ? "" : std::to_string(round), std::to_string(round))});
  }
  return table;
}

void print_failure(const DependenceReport& report, Output& output) {
  std::string names;
  for (const std::uint32_t party : report.fails)
    names += (names.empty() ? "" : ", ") + report.parties[party];
  output.line("Failing: {}; outside assets go to zero, what others pay is passed on.\n", names);
  const Table table = failure_table(report, false);
  if (table.empty()) {
    output.line("Everybody still pays in full.");
    return;
  }
  output.print(table);
  if (table.rows() == kRowsMax) output.line("... --csv prints all");
  output.line("\nOthers lose {}; {} cannot pay all they owe.",
              grouped(shown_amount(report, report.failure->lost_by_others_minor)),
              counted(report.failure->pulled_down, "other", "others"));
}

void print_effects(const DependenceReport& report, Output& output) {
  const Table table = effects_table(report);
  if (table.empty()) {
    output.line("No party's failure costs another anything.");
    return;
  }
  output.line("One party fails, those first that cost others most (--fails NAME shows whom):\n");
  output.print(table);
}

}  // namespace

std::string shown_amount(const DependenceReport& report, const mpq_class& minor) {
  return shown_amount(report, settlement::rounded_minor(minor));
}

std::string shown_amount(const DependenceReport& report, std::int64_t minor) {
  return fixed_point_to_string(minor, report.places, report.places);
}

std::string shown_share(const mpq_class& share) {
  constexpr int kPlaces = 4;
  return fixed_point_to_string(settlement::rounded_minor(share * 10'000), kPlaces, kPlaces);
}

mpq_class unpaid_minor(const DependenceReport& report, std::uint32_t party) {
  return (1 - report.failure->clearing.share[party]) *
         settlement::exact(report.dependence[party].owes_minor);
}

void print_dependence_text(const DependenceReport& report, Output& output) {
  output.line("{}\n", title_of(report));
  output.print(dependence_table(report));
  if (report.parties.size() > kRowsMax)
    output.line("... and {} more; --csv prints all", report.parties.size() - kRowsMax);
  output.line("\n{}\n", assets_text(report));
  if (report.failure) {
    print_failure(report, output);
  } else {
    print_effects(report, output);
  }
}

void print_dependence_csv(const DependenceReport& report, Output& output) {
  if (report.failure) {
    output.print(failure_table(report, true).to_csv());
    return;
  }
  Table table({"party", "owes", "receives", "largest_debtor", "from_it", "of_receipts",
               "concentration", "assets", "lost_by_others", "pulled_down", "rounds"});
  for (std::size_t i = 0; i < report.parties.size(); ++i) {
    const settlement::PartyDependence& one = report.dependence[i];
    const FailureEffect& effect = report.effects[i];
    table.add({report.parties[i], cell(report, one.owes_minor), cell(report, one.receives_minor),
               one.largest_debtor ? report.parties[*one.largest_debtor] : "",
               cell(report, one.from_largest_minor), shown_share(one.share_of_largest),
               shown_share(one.concentration), cell(report, report.assets[i]),
               cell(report, effect.lost_by_others_minor), std::to_string(effect.pulled_down),
               std::to_string(effect.rounds)});
  }
  output.print(table.to_csv());
}

}  // namespace quits::cli
