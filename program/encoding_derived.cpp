#include "program/encoding_parts.h"

namespace quits::program {
namespace {

void read_invoice_line(Fields& fields, const v1::InvoiceLine& in, InvoiceLine& out) {
  fields.expect_known(in);
  out.line = in.line();
  out.last_sequence = in.last_sequence();
  out.entries = in.entries();
  fields.choice("category", in.category(), out.category, Category::none);
  fields.key("term", in.term(), out.term, Need::optional);
  fields.text("description", in.description(), out.description);
  out.quantity = Decimal::from_millionths(in.quantity_micros());
  out.base = Decimal::from_millionths(in.base_micros());
  out.amount_minor = in.amount_minor();
  fields.choice("tax_category", in.tax_category(), out.tax_category, TaxCategory::none);
  out.tax_rate = Rate::from_millionths(in.tax_rate_micros());
}

void write_invoice_line(const InvoiceLine& in, v1::InvoiceLine& out) {
  out.set_line(in.line);
  out.set_last_sequence(in.last_sequence);
  out.set_entries(in.entries);
  out.set_category(static_cast<v1::Category>(in.category));
  out.set_term(in.term);
  out.set_description(in.description);
  out.set_quantity_micros(in.quantity.millionths());
  out.set_base_micros(in.base.millionths());
  out.set_amount_minor(in.amount_minor);
  out.set_tax_category(static_cast<v1::TaxCategory>(in.tax_category));
  out.set_tax_rate_micros(in.tax_rate.millionths());
}

void read_invoice_tax(Fields& fields, const v1::InvoiceTax& in, InvoiceTax& out) {
  fields.expect_known(in);
  fields.choice("category", in.category(), out.category, TaxCategory::none);
  out.rate = Rate::from_millionths(in.rate_micros());
  out.base_minor = in.base_minor();
  out.tax_minor = in.tax_minor();
  fields.text("exemption_reason", in.exemption_reason(), out.exemption_reason);
}

void write_invoice_tax(const InvoiceTax& in, v1::InvoiceTax& out) {
  out.set_category(static_cast<v1::TaxCategory>(in.category));
  out.set_rate_micros(in.rate.millionths());
  out.set_base_minor(in.base_minor);
  out.set_tax_minor(in.tax_minor);
  out.set_exemption_reason(in.exemption_reason);
}

void read_set_off(Fields& fields, const v1::SetOff& in, SetOff& out) {
  fields.expect_known(in);
  fields.text("invoice", in.invoice(), out.invoice, Need::required);
  out.open_before_minor = in.open_before_minor();
  out.set_off_minor = in.set_off_minor();
  out.to_pay_minor = in.to_pay_minor();
}

void write_set_off(const SetOff& in, v1::SetOff& out) {
  out.set_invoice(in.invoice);
  out.set_open_before_minor(in.open_before_minor);
  out.set_set_off_minor(in.set_off_minor);
  out.set_to_pay_minor(in.to_pay_minor);
}

}  // namespace

void read(Fields& fields, const v1::PeriodClosed& in, PeriodClosed& out) {
  fields.expect_known(in);
  fields.period("period", in.period(), out.period);
  out.tree_size = in.tree_size();
  fields.key("tree_root", in.tree_root(), out.tree_root, Need::optional);
  fields.text("early_because", in.early_because(), out.early_because);
}

void write(const PeriodClosed& in, v1::PeriodClosed& out) {
  out.set_period(in.period.to_string());
  out.set_tree_size(in.tree_size);
  out.set_tree_root(in.tree_root);
  out.set_early_because(in.early_because);
}

void read(Fields& fields, const v1::FeeCharged& in, FeeCharged& out) {
  fields.expect_known(in);
  fields.key("agreement", in.agreement(), out.agreement, Need::required);
  fields.key("fee", in.fee(), out.fee, Need::required);
  fields.period("period", in.period(), out.period);
}

void write(const FeeCharged& in, v1::FeeCharged& out) {
  out.set_agreement(in.agreement);
  out.set_fee(in.fee);
  out.set_period(in.period.to_string());
}

void read(Fields& fields, const v1::InvoiceIssued& in, InvoiceIssued& out) {
  fields.expect_known(in);
  fields.text("number", in.number(), out.number, Need::required);
  fields.key("issuer", in.issuer(), out.issuer, Need::required);
  fields.key("recipient", in.recipient(), out.recipient, Need::required);
  fields.period("period", in.period(), out.period);
  fields.currency("currency", in.currency(), out.currency);
  fields.date("issued_on", in.issued_on(), out.issued_on);
  fields.date("due_on", in.due_on(), out.due_on);
  fields.each("line", in.line(), out.lines, read_invoice_line);
  fields.each("tax", in.tax(), out.taxes, read_invoice_tax);
  out.net_minor = in.net_minor();
  out.tax_minor = in.tax_minor();
  out.gross_minor = in.gross_minor();
}

void write(const InvoiceIssued& in, v1::InvoiceIssued& out) {
  out.set_number(in.number);
  out.set_issuer(in.issuer);
  out.set_recipient(in.recipient);
  out.set_period(in.period.to_string());
  out.set_currency(std::string(in.currency.code()));
  out.set_issued_on(in.issued_on.to_string());
  out.set_due_on(in.due_on.to_string());
  out.clear_line();
  for (const InvoiceLine& line : in.lines) write_invoice_line(line, *out.add_line());
  out.clear_tax();
  for (const InvoiceTax& tax : in.taxes) write_invoice_tax(tax, *out.add_tax());
  out.set_net_minor(in.net_minor);
  out.set_tax_minor(in.tax_minor);
  out.set_gross_minor(in.gross_minor);
}

void read(Fields& fields, const v1::SettlementPosted& in, SettlementPosted& out) {
  fields.expect_known(in);
  fields.period("period", in.period(), out.period);
  fields.key("principal", in.principal(), out.principal, Need::required);
  fields.key("partner", in.partner(), out.partner, Need::required);
  fields.currency("currency", in.currency(), out.currency);
  fields.date("on", in.on(), out.on);
  fields.each("invoice", in.invoice(), out.invoices, read_set_off);
  out.opening_minor = in.opening_minor();
  out.charges_minor = in.charges_minor();
  out.earnings_minor = in.earnings_minor();
  out.paid_minor = in.paid_minor();
  out.carried_minor = in.carried_minor();
  fields.text("payment_reference", in.payment_reference(), out.payment_reference);
  fields.date("payment_due_on", in.payment_due_on(), out.payment_due_on);
  fields.text("carried_because", in.carried_because(), out.carried_because);
}

void write(const SettlementPosted& in, v1::SettlementPosted& out) {
  out.set_period(in.period.to_string());
  out.set_principal(in.principal);
  out.set_partner(in.partner);
  out.set_currency(std::string(in.currency.code()));
  out.set_on(in.on.to_string());
  out.clear_invoice();
  for (const SetOff& invoice : in.invoices) write_set_off(invoice, *out.add_invoice());
  out.set_opening_minor(in.opening_minor);
  out.set_charges_minor(in.charges_minor);
  out.set_earnings_minor(in.earnings_minor);
  out.set_paid_minor(in.paid_minor);
  out.set_carried_minor(in.carried_minor);
  out.set_payment_reference(in.payment_reference);
  out.set_payment_due_on(in.payment_due_on ? in.payment_due_on->to_string() : std::string());
  out.set_carried_because(in.carried_because);
}

void read(Fields& fields, const v1::PeriodSettled& in, PeriodSettled& out) {
  fields.expect_known(in);
  fields.period("period", in.period(), out.period);
  fields.date("on", in.on(), out.on);
  out.pairs = in.pairs();
  fields.text("early_because", in.early_because(), out.early_because);
}

void write(const PeriodSettled& in, v1::PeriodSettled& out) {
  out.set_period(in.period.to_string());
  out.set_on(in.on ? in.on->to_string() : std::string());
  out.set_pairs(in.pairs);
  out.set_early_because(in.early_because);
}

}  // namespace quits::program
