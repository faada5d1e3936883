// The statement as a message.
#include <algorithm>

#include "cli/views.h"
#include "cli/views_dispute.h"
#include "cli/views_entry.h"
#include "cli/views_payment.h"

namespace quits::cli {
namespace {

v1::StatementLineView view_of(const settlement::StatementLine& shown, std::size_t entries_limit,
                              Names& names) {
  v1::StatementLineView view;
  v1::LineView& line = *view.mutable_line();
  line = cli::view_of(shown.line, names);
  line.set_description(shown.description);
  view.set_earned(shown.earned);
  if (entries_limit == 0) return view;
  auto entries = settlement::entries_of(names.book(), shown.line, entries_limit);
  std::reverse(entries.begin(), entries.end());
  for (const ledger::Record& record : entries) *line.add_entry() = cli::view_of(record, names);
  return view;
}

v1::SetOffView view_of(const settlement::SettledInvoice& settled) {
  const settlement::Invoice& invoice = settled.invoice;
  v1::SetOffView view;
  view.set_invoice(invoice.number);
  view.set_issuer(invoice.issuer);
  view.set_due_on(invoice.due_on.to_string());
  view.set_open_before(amount_text(settled.open_before_minor, invoice.currency));
  view.set_set_off(amount_text(settled.set_off_minor, invoice.currency));
  view.set_to_pay(amount_text(settled.to_pay_minor, invoice.currency));
  return view;
}

v1::StatementSectionView view_of(const settlement::StatementSection& section,
                                 std::size_t entries_limit, Date today, Names& names) {
  const auto amount = [&](std::int64_t minor) { return amount_text(minor, section.currency); };
  v1::StatementSectionView view;
  *view.mutable_counterparty() = cli::view_of(section.counterparty);
  view.set_currency(std::string(section.currency.code()));
  view.set_opening(amount(section.opening_minor));
  for (const auto& shown : section.lines) *view.add_line() = view_of(shown, entries_limit, names);
  for (const auto& invoice : section.invoices) *view.add_invoice() = cli::view_of(invoice);
  for (const auto& settled : section.set_off) *view.add_set_off() = view_of(settled);
  for (const auto& story : section.disputes) *view.add_dispute() = cli::view_of(story, today);
  for (const auto& credit : section.credits) *view.add_credit() = credit_view(credit);
  for (const auto& story : section.write_offs) *view.add_write_off() = cli::view_of(story);
  view.set_disputed(amount(section.disputed_minor));
  view.set_earnings(amount(section.earnings_minor));
  view.set_charges(amount(section.charges_minor));
  view.set_paid(amount(section.paid_minor));
  view.set_closing(amount(section.closing_minor));
  view.set_confirmed(amount(section.confirmed_minor));
  view.set_payment_reference(section.payment_reference);
  view.set_payment_due_on(optional_date_text(section.payment_due_on));
  view.set_carried_because(section.carried_because);
  view.set_contributed(amount(section.contributed_minor));
  view.set_contributed_by_other(amount(section.contributed_by_other_minor));
  view.set_share(section.share);
  return view;
}

}  // namespace

v1::StatementView view_of(const settlement::Statement& statement, std::size_t entries_limit,
                          Date today, Names& names) {
  v1::StatementView view;
  *view.mutable_party() = view_of(statement.party);
  view.set_period(statement.period.to_string());
  view.set_stage(std::string(name_of(statement.stage)));
  for (const auto& section : statement.sections) {
    *view.add_section() = view_of(section, entries_limit, today, names);
  }
  return view;
}

}  // namespace quits::cli
