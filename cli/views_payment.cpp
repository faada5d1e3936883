#include "cli/views_payment.h"

#include <map>

#include "cli/views.h"

namespace quits::cli {
namespace {

// Sums of several rows: they fit into 128 bits.
struct Sums {
  std::array<int128, settlement::kAgeingBuckets> minor{};
  int128 total = 0;
  int128 disputed = 0;
  std::uint64_t documents = 0;

  void add(const settlement::AgeingRow& row) {
    for (std::size_t i = 0; i < minor.size(); ++i) minor.at(i) += row.minor.at(i);
    total += row.total_minor;
    disputed += row.disputed_minor;
    documents += row.documents;
  }
};

v1::AgeingRowView row_of(const Sums& sums, Currency currency) {
  const auto amount = [&](int128 minor) { return amount_text(minor, currency); };
  v1::AgeingRowView view;
  view.set_currency(std::string(currency.code()));
  view.set_not_due(amount(sums.minor[0]));
  view.set_days_1_30(amount(sums.minor[1]));
  view.set_days_31_60(amount(sums.minor[2]));
  view.set_days_61_90(amount(sums.minor[3]));
  view.set_days_over_90(amount(sums.minor[4]));
  view.set_total(amount(sums.total));
  view.set_disputed(amount(sums.disputed));
  view.set_documents(sums.documents);
  return view;
}

}  // namespace

v1::CreditView credit_view(const settlement::Invoice& credit) {
  v1::CreditView view;
  view.set_number(credit.number);
  view.set_entry(credit.sequence.value);
  view.set_on(credit.issued_on.to_string());
  view.set_payer(credit.issuer);
  view.set_payee(credit.recipient);
  view.set_currency(std::string(credit.currency.code()));
  view.set_amount(amount_text(credit.gross_minor, credit.currency));
  view.set_open(amount_text(credit.open_minor, credit.currency));
  return view;
}

v1::WriteOffView view_of(const settlement::WriteOffStory& story) {
  const settlement::WriteOff& write_off = story.write_off;
  v1::WriteOffView view;
  view.set_entry(story.requested.value);
  view.set_document(write_off.document);
  view.set_issuer(story.document.issuer);
  view.set_recipient(story.document.recipient);
  view.set_currency(std::string(story.document.currency.code()));
  view.set_amount(amount_text(write_off.amount_minor, story.document.currency));
  view.set_state(std::string(settlement::state_of(write_off)));
  view.set_reason(story.reason);
  view.set_requested_by(story.requested_by);
  view.set_requested_on(story.requested_on.to_string());
  view.set_approved_by(story.approved_by);
  view.set_approved_on(optional_date_text(story.approved_on));
  view.set_approved_in(write_off.approved.value);
  if (write_off.posted_in) view.set_period(write_off.posted_in->to_string());
  view.set_reversed_in(write_off.reversed.value);
  return view;
}

v1::AgeingView view_of(const std::vector<settlement::AgeingRow>& rows, Date as_of) {
  v1::AgeingView view;
  view.set_as_of(as_of.to_string());
  std::map<std::string, std::pair<Currency, Sums>> totals;
  for (const settlement::AgeingRow& row : rows) {
    Sums own;
    own.add(row);
    v1::AgeingRowView& added = *view.add_row();
    added = row_of(own, row.currency);
    added.set_creditor(row.creditor);
    added.set_debtor(row.debtor);
    const auto place =
        totals.try_emplace(std::string(row.currency.code()), row.currency, Sums()).first;
    place->second.second.add(row);
  }
  for (const auto& [code, total] : totals) *view.add_total() = row_of(total.second, total.first);
  return view;
}

}  // namespace quits::cli
