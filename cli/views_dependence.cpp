#include "cli/views_dependence.h"

namespace quits::cli {
namespace {

constexpr const char* kFormat = "quits-dependence/1";

void add_party(const DependenceReport& report, std::uint32_t party, v1::DependenceView& view) {
  const settlement::PartyDependence& one = report.dependence[party];
  v1::DependencePartyView& added = *view.add_parties();
  added.set_party(report.parties[party]);
  added.set_owes(shown_amount(report, one.owes_minor));
  added.set_receives(shown_amount(report, one.receives_minor));
  added.set_assets(shown_amount(report, report.assets[party]));
  if (one.largest_debtor) {
    added.set_largest_debtor(report.parties[*one.largest_debtor]);
    added.set_from_largest_debtor(shown_amount(report, one.from_largest_minor));
    added.set_share_of_receipts(shown_share(one.share_of_largest));
    added.set_concentration(shown_share(one.concentration));
  }
  if (report.effects.empty()) return;
  const FailureEffect& effect = report.effects[party];
  added.set_lost_by_others(shown_amount(report, effect.lost_by_others_minor));
  added.set_pulled_down(effect.pulled_down);
  added.set_rounds(effect.rounds);
}

void add_share(const DependenceReport& report, std::uint32_t party, v1::DependenceView& view) {
  const settlement::Clearing& clearing = report.failure->clearing;
  const mpq_class unpaid = unpaid_minor(report, party);
  const std::int64_t owes = report.dependence[party].owes_minor;
  v1::DependenceShareView& added = *view.add_shares();
  added.set_party(report.parties[party]);
  added.set_owes(shown_amount(report, owes));
  added.set_pays(shown_amount(report, settlement::exact(owes) - unpaid));
  added.set_share(shown_share(clearing.share[party]));
  added.set_exact_share(clearing.share[party].get_str());
  added.set_unpaid(shown_amount(report, unpaid));
  added.set_loses(shown_amount(report, report.failure->lost_minor[party]));
  added.set_round(clearing.round[party]);
}

}  // namespace

v1::DependenceView view_of(const DependenceReport& report) {
  v1::DependenceView view;
  view.set_format(kFormat);
  view.set_currency(std::string(report.currency.code()));
  view.set_after(report.after);
  view.set_assets(report.asset_file.empty() ? "net debt" : "given");
  view.set_run(report.run);
  view.set_cannot_pay_anyway(report.cannot_pay);
  const auto parties = static_cast<std::uint32_t>(report.parties.size());
  for (std::uint32_t party = 0; party < parties; ++party) add_party(report, party, view);
  if (!report.failure) return view;
  for (const std::uint32_t party : report.fails) view.add_fails(report.parties[party]);
  view.set_lost_by_others(shown_amount(report, report.failure->lost_by_others_minor));
  view.set_pulled_down(report.failure->pulled_down);
  view.set_rounds(report.failure->clearing.rounds);
  for (std::uint32_t party = 0; party < parties; ++party) add_share(report, party, view);
  return view;
}

}  // namespace quits::cli
