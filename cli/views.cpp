#include "cli/views.h"

#include <algorithm>

#include "base/digest.h"
#include "base/money.h"
#include "program/encoding.h"

namespace quits::cli {
namespace {

constexpr std::size_t kProductPlaces = 12;  // of two numbers in millionths

// The number divided by 10^places, without rounding, with at least `places_min` places.
std::string decimal_text(int128 number, std::size_t places, std::size_t places_min) {
  std::string digits;  // from the last to the first
  for (int128 rest = number; digits.size() <= places || rest != 0; rest /= 10) {
    const auto digit = static_cast<int>(rest % 10);
    digits.push_back(static_cast<char>('0' + (digit < 0 ? -digit : digit)));
  }
  std::reverse(digits.begin(), digits.end());
  const std::size_t point = digits.size() - places;
  while (digits.size() > point + places_min && digits.back() == '0') digits.pop_back();
  if (digits.size() > point) digits.insert(point, 1, '.');
  return (number < 0 ? "-" : "") + digits;
}

Currency currency_numbered(std::int64_t numeric) {
  const auto currency = Currency::from_numeric(numeric);
  return currency ? *currency : Currency::none();
}

std::string percent_or_nothing(Rate rate) {
  return rate.is_zero() ? std::string() : rate.to_percent_string();
}

std::string_view state_of(const settlement::Invoice& invoice) {
  if (invoice.open_minor == 0) return "settled";
  return invoice.to_pay_minor != 0 ? "on a payment list" : "open";
}

}  // namespace

std::string amount_text(int128 minor, Currency currency) {
  const auto places = static_cast<std::size_t>(currency.exponent());
  return decimal_text(minor, places, places);
}

std::string volume_text(Decimal volume, Currency currency) {
  return volume.to_string(currency.exponent());
}

std::string exact_text(int128 product, Currency currency) {
  return decimal_text(product, kProductPlaces, static_cast<std::size_t>(currency.exponent()));
}

std::string optional_date_text(const std::optional<Date>& date) {
  return date ? date->to_string() : std::string();
}

v1::ErrorView view_of(const Error& error) {
  v1::ErrorView view;
  view.set_code(static_cast<std::int32_t>(error.code));
  view.set_name(std::string(name_of(error.code)));
  view.set_message(error.message);
  view.set_hint(error.hint);
  view.set_file(error.place.file);
  view.set_line(error.place.line);
  view.set_column(error.place.column);
  view.set_field(error.place.field);
  return view;
}

v1::PartyView view_of(const program::Party& party) {
  v1::PartyView view;
  view.set_key(party.key);
  view.set_name(party.name);
  view.set_country(party.country);
  view.set_vat_id(party.vat_id);
  view.set_operator_(party.is_operator);
  view.set_entry(party.number.value);
  return view;
}

v1::AgreementView view_of(const program::AgreementVersion& version,
                          std::span<const program::AgreementVersion> versions,
                          const program::AgreementEnd* end) {
  v1::AgreementView view;
  view.set_agreement(version.agreement);
  view.set_version(version.version);
  view.set_principal(version.principal);
  view.set_partner(version.partner);
  view.set_effective_from(version.effective_from.to_string());
  view.set_proposed_by(version.proposed_by);
  view.set_proposed_in(version.sequence.value);
  view.set_accepted_in(version.accepted_by.value);
  view.set_state(version.accepted_by ? "accepted" : "proposed");
  for (const program::AgreementVersion& other : versions) {
    const bool later = other.agreement == version.agreement && other.version > version.version;
    if (version.accepted_by && later && other.accepted_by) view.set_state("followed");
  }
  if (end != nullptr) {
    view.set_ended_on(end->last_day.to_string());
    view.set_ended_by(end->ended_by);
    view.set_ended_in(end->sequence.value);
  }
  return view;
}

void add_terms(const program::Terms& terms, bool whole, v1::AgreementView& view) {
  view.set_title(terms.title);
  view.set_currency(std::string(terms.currency.code()));
  if (whole) program::to_message(terms, *view.mutable_terms());
}

v1::TermsChangeView view_of(const program::Change& change, std::optional<Date> from) {
  v1::TermsChangeView view;
  view.set_subject(change.subject);
  view.set_before(change.before);
  view.set_after(change.after);
  view.set_sentence(program::sentence_of(change, from));
  return view;
}

v1::RecordView view_of(const ledger::BatchResult& result,
                       std::span<const ledger::Submission> submissions, bool dry_run) {
  v1::RecordView view;
  view.set_dry_run(dry_run);
  view.set_committed(result.committed);
  view.set_repeated(result.repeated);
  view.set_refused(result.refused);
  std::uint64_t accepted = 0;
  for (std::size_t i = 0; i < result.receipts.size() && i < submissions.size(); ++i) {
    const auto& receipt = result.receipts[i];
    v1::ReceiptView& added = *view.add_receipt();
    added.set_source(submissions[i].id.source);
    added.set_id(submissions[i].id.external_id);
    if (!receipt) {
      *added.mutable_error() = view_of(receipt.error());
      continue;
    }
    added.set_sequence(receipt->sequence.value);
    added.set_repeated(receipt->repeated);
    if (!receipt->repeated) ++accepted;
  }
  view.set_recorded(result.committed || dry_run ? accepted : 0);
  return view;
}

v1::InvoiceView view_of(const settlement::Invoice& invoice) {
  v1::InvoiceView view;
  view.set_number(invoice.number);
  view.set_credit_note(invoice.gross_minor < 0);
  view.set_issuer(invoice.issuer);
  view.set_recipient(invoice.recipient);
  view.set_period(invoice.period.to_string());
  view.set_currency(std::string(invoice.currency.code()));
  view.set_issued_on(invoice.issued_on.to_string());
  view.set_due_on(invoice.due_on.to_string());
  view.set_net(amount_text(invoice.net_minor, invoice.currency));
  view.set_tax(amount_text(invoice.tax_minor, invoice.currency));
  view.set_gross(amount_text(invoice.gross_minor, invoice.currency));
  view.set_open(amount_text(invoice.open_minor, invoice.currency));
  view.set_to_pay(amount_text(invoice.to_pay_minor, invoice.currency));
  view.set_disputed(amount_text(invoice.disputed_minor, invoice.currency));
  view.set_kind(std::string(name_of(invoice.kind)));
  view.set_state(std::string(state_of(invoice)));
  view.set_entry(invoice.sequence.value);
  return view;
}

void add_lines(const program::InvoiceIssued& issued, v1::InvoiceView& view) {
  std::uint32_t position = 0;
  for (const program::InvoiceLine& line : issued.lines) {
    v1::InvoiceLineView& added = *view.add_line();
    added.set_position(++position);
    added.set_line(line.line);
    added.set_description(line.description);
    added.set_category(std::string(name_of(line.category)));
    added.set_term(line.term);
    added.set_entries(line.entries);
    added.set_quantity(line.quantity.to_string());
    added.set_base(volume_text(line.base, issued.currency));
    added.set_amount(amount_text(line.amount_minor, issued.currency));
    added.set_tax_category(std::string(name_of(line.tax_category)));
    added.set_tax_rate(percent_or_nothing(line.tax_rate));
  }
  for (const program::InvoiceTax& tax : issued.taxes) {
    v1::TaxView& added = *view.add_tax_part();
    added.set_category(std::string(name_of(tax.category)));
    added.set_rate(percent_or_nothing(tax.rate));
    added.set_base(amount_text(tax.base_minor, issued.currency));
    added.set_tax(amount_text(tax.tax_minor, issued.currency));
    added.set_exemption_reason(tax.exemption_reason);
  }
}

v1::RegisterView view_of(std::span<const settlement::RegisterRow> rows) {
  v1::RegisterView view;
  for (const settlement::RegisterRow& row : rows) {
    v1::RegisterRowView& added = *view.add_row();
    added.set_period(row.period.to_string());
    added.set_party(row.partner);
    added.set_principal(row.principal);
    added.set_currency(std::string(row.currency.code()));
    added.set_opening(amount_text(row.opening_minor, row.currency));
    added.set_charges(amount_text(row.charges_minor, row.currency));
    added.set_earnings(amount_text(row.earnings_minor, row.currency));
    added.set_net(amount_text(row.net_minor, row.currency));
    added.set_paid(amount_text(row.paid_minor, row.currency));
    added.set_carried(amount_text(row.carried_minor, row.currency));
    added.set_disputed(amount_text(row.disputed_minor, row.currency));
    added.set_overpaid(amount_text(row.overpaid_minor, row.currency));
    added.set_written_off(amount_text(row.written_off_minor, row.currency));
    added.set_share(row.share);
    added.set_stage(std::string(name_of(row.stage)));
  }
  return view;
}

v1::PairSettlementView view_of(const settlement::PairSettlement& settled) {
  const Currency currency = currency_numbered(settled.key.currency);
  const settlement::SettlementRow& row = settled.row;
  v1::PairSettlementView view;
  view.set_partner(settled.key.partner);
  view.set_principal(settled.key.principal);
  view.set_currency(std::string(currency.code()));
  view.set_opening(amount_text(row.opening_minor, currency));
  view.set_charges(amount_text(row.charges_minor, currency));
  view.set_earnings(amount_text(row.earnings_minor, currency));
  view.set_net(amount_text(int128{row.paid_minor} + row.carried_minor, currency));
  view.set_paid(amount_text(row.paid_minor, currency));
  view.set_carried(amount_text(row.carried_minor, currency));
  if (row.paid_minor != 0) {
    const bool to_partner = row.paid_minor > 0;
    view.set_payer(to_partner ? settled.key.principal : settled.key.partner);
    view.set_payee(to_partner ? settled.key.partner : settled.key.principal);
  }
  view.set_payment_reference(row.reference);
  view.set_payment_due_on(optional_date_text(row.due_on));
  view.set_confirmed(amount_text(row.confirmed_minor, currency));
  view.set_carried_because(row.because);
  view.set_entry(row.sequence.value);
  return view;
}

v1::VerifyView view_of(const ledger::VerifyReport& report) {
  v1::VerifyView view;
  view.set_clean(report.clean());
  view.set_entries(report.entries);
  view.set_root(to_hex(report.root));
  view.set_micros(report.micros);
  view.set_checkpoints(report.checkpoints);
  for (const ledger::CheckReport& check : report.checks) {
    v1::CheckView& added = *view.add_check();
    added.set_sentence(check.sentence);
    added.set_holds(check.findings_count == 0);
    added.set_micros(check.micros);
    added.set_findings(check.findings_count);
    for (const ledger::Finding& finding : check.findings) {
      v1::FindingView& found = *added.add_finding();
      found.set_sequence(finding.sequence);
      found.set_what(finding.what);
    }
  }
  return view;
}

}  // namespace quits::cli
