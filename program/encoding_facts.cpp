#include "program/encoding_parts.h"

namespace quits::program {
namespace {

constexpr Decimal kOne = Decimal::from_millionths(Decimal::kMillionthsPerUnit);

// A quantity that is what an empty field stands for is left empty.
std::string quantity_text(Decimal quantity, Decimal when_empty) {
  return quantity == when_empty ? std::string() : quantity.to_string();
}

void read_share(Fields& fields, const v1::Share& in, Share& out) {
  fields.expect_known(in);
  fields.key("party", in.party(), out.party, Need::required);
  fields.rate("share", in.share(), out.share, Need::required);
}

void read_line(Fields& fields, const v1::Sale& in, Sale& out, Sign sign, const char* sign_hint) {
  fields.expect_known(in);
  fields.key("seller", in.seller(), out.seller, Need::required);
  fields.key("agreement", in.agreement(), out.agreement, Need::optional);
  fields.date("on", in.on(), out.on);
  fields.amount("amount", in.amount(), out.amount, sign, sign_hint);
  fields.currency("currency", in.currency(), out.currency);
  fields.text("product", in.product(), out.product);
  fields.text("product_group", in.product_group(), out.product_group);
  fields.quantity("quantity", in.quantity(), out.quantity, Sign::any, Decimal());
  fields.text("customer", in.customer(), out.customer);
  fields.text("segment", in.segment(), out.segment);
  fields.text("region", in.region(), out.region);
  fields.text("document", in.document(), out.document);
  out.gross.reset();
  if (!in.gross().empty()) fields.amount("gross", in.gross(), out.gross.emplace(), sign, sign_hint);
  fields.each("split", in.split(), out.split, read_share);
  out.term_months = in.term_months();
}

void read_applied(Fields& fields, const v1::AppliedPayment& in, AppliedPayment& out) {
  fields.expect_known(in);
  fields.text("invoice", in.invoice(), out.invoice, Need::required);
  out.amount_minor = in.amount_minor();
  out.to_pay_minor = in.to_pay_minor();
  fields.text("order", in.order(), out.order);
}

void read_credit(Fields& parent, const v1::PaymentCredit& in, PaymentCredit& out) {
  Fields fields(parent, "credit");
  fields.expect_known(in);
  fields.text("number", in.number(), out.number, Need::required);
  out.amount_minor = in.amount_minor();
  out.runs_only = in.runs_only();
}

template <class Message>
void write_applied(const std::vector<AppliedPayment>& in, Message& out) {
  out.clear_applied();
  for (const AppliedPayment& applied : in) {
    auto* written = out.add_applied();
    written->set_invoice(applied.invoice);
    written->set_amount_minor(applied.amount_minor);
    written->set_to_pay_minor(applied.to_pay_minor);
    written->set_order(applied.order);
  }
}

}  // namespace

void read_ref(Fields& parent, const char* name, bool is_there, const v1::FactRef& in,
              FactRef& out) {
  if (!is_there) return parent.missing(name);
  Fields fields(parent, name);
  fields.expect_known(in);
  fields.key("source", in.source(), out.source, Need::optional);
  if (in.source().find(':') != std::string::npos) {
    fields.refuse("source", Code::bad_value, "holds a ':', which no source has",
                  "write the part before the ':' here and the rest into id");
  }
  fields.text("id", in.id(), out.id, Need::required, FactId::kExternalIdBytesMax);
}

void write_ref(const FactRef& in, v1::FactRef& out) {
  out.set_source(in.source);
  out.set_id(in.id);
}

void read_agreement(Fields& fields, const std::string& agreement_in, const std::string& partner_in,
                    std::string& agreement, std::string& partner) {
  fields.key("agreement", agreement_in, agreement, Need::optional);
  fields.key("partner", partner_in, partner, Need::optional);
  if (agreement_in.empty() && partner_in.empty()) {
    fields.refuse("agreement", Code::missing_field, "is empty, and so is partner",
                  "name the agreement or the partner");
  }
}

void read(Fields& fields, const v1::BookOpened& in, BookOpened& out) {
  fields.expect_known(in);
  fields.text("title", in.title(), out.title);
  fields.key("operator", in.operator_(), out.operator_key, Need::required);
}

void write(const BookOpened& in, v1::BookOpened& out) {
  out.set_title(in.title);
  out.set_operator_(in.operator_key);
}

void read(Fields& fields, const v1::PartyRegistered& in, PartyRegistered& out) {
  fields.expect_known(in);
  fields.new_party_key("key", in.key(), out.key);
  fields.text("name", in.name(), out.name, Need::required);
  fields.country("country", in.country(), out.country);
  fields.key("vat_id", in.vat_id(), out.vat_id, Need::optional);
  out.is_operator = in.operator_();
}

void write(const PartyRegistered& in, v1::PartyRegistered& out) {
  out.set_key(in.key);
  out.set_name(in.name);
  out.set_country(in.country);
  out.set_vat_id(in.vat_id);
  out.set_operator_(in.is_operator);
}

void read(Fields& fields, const v1::AgreementProposed& in, AgreementProposed& out) {
  fields.expect_known(in);
  fields.key("agreement", in.agreement(), out.agreement, Need::required);
  out.version = in.version();
  if (in.version() == 0) fields.missing("version");
  fields.key("principal", in.principal(), out.principal, Need::optional);
  fields.key("partner", in.partner(), out.partner, Need::required);
  fields.date("effective_from", in.effective_from(), out.effective_from);
  fields.key("proposed_by", in.proposed_by(), out.proposed_by, Need::required);
  if (!in.has_terms()) return fields.missing("terms");
  Fields terms(fields, "terms");
  read(terms, in.terms(), out.terms);
}

void write(const AgreementProposed& in, v1::AgreementProposed& out) {
  out.set_agreement(in.agreement);
  out.set_version(in.version);
  out.set_principal(in.principal);
  out.set_partner(in.partner);
  out.set_effective_from(in.effective_from.to_string());
  out.set_proposed_by(in.proposed_by);
  write(in.terms, *out.mutable_terms());
}

void read(Fields& fields, const v1::AgreementAccepted& in, AgreementAccepted& out) {
  fields.expect_known(in);
  fields.key("agreement", in.agreement(), out.agreement, Need::required);
  out.version = in.version();
  if (in.version() == 0) fields.missing("version");
  fields.key("accepted_by", in.accepted_by(), out.accepted_by, Need::required);
}

void write(const AgreementAccepted& in, v1::AgreementAccepted& out) {
  out.set_agreement(in.agreement);
  out.set_version(in.version);
  out.set_accepted_by(in.accepted_by);
}

void read(Fields& fields, const v1::AgreementEnded& in, AgreementEnded& out) {
  fields.expect_known(in);
  fields.key("agreement", in.agreement(), out.agreement, Need::required);
  fields.date("on", in.on(), out.on);
  fields.key("ended_by", in.ended_by(), out.ended_by, Need::required);
  fields.text("reason", in.reason(), out.reason);
}

void write(const AgreementEnded& in, v1::AgreementEnded& out) {
  out.set_agreement(in.agreement);
  out.set_on(in.on.to_string());
  out.set_ended_by(in.ended_by);
  out.set_reason(in.reason);
}

void read(Fields& fields, const v1::Sale& in, Sale& out) {
  read_line(fields, in, out, Sign::not_negative, "record a credit");
}

void write(const Sale& in, v1::Sale& out) {
  out.set_seller(in.seller);
  out.set_agreement(in.agreement);
  out.set_on(in.on.to_string());
  out.set_amount(in.amount.to_string());
  if (in.currency) {
    out.set_currency(std::string(in.currency->code()));
  } else {
    out.clear_currency();
  }
  out.set_product(in.product);
  out.set_product_group(in.product_group);
  out.set_quantity(quantity_text(in.quantity, Decimal()));
  out.set_customer(in.customer);
  out.set_segment(in.segment);
  out.set_region(in.region);
  out.set_document(in.document);
  if (in.gross) {
    out.set_gross(in.gross->to_string());
  } else {
    out.clear_gross();
  }
  out.clear_split();
  for (const Share& share : in.split) {
    auto& written = *out.add_split();
    written.set_party(share.party);
    written.set_share(share.share.to_percent_string());
  }
  out.set_term_months(in.term_months);
}

void read(Fields& fields, const v1::Credit& in, Credit& out) {
  fields.expect_known(in);
  if (!in.has_line()) return fields.missing("line");
  Fields line(fields, "line");
  read_line(line, in.line(), out.line, Sign::positive,
            "a credit's amount is what is taken off; what adds is a sale");
}

void write(const Credit& in, v1::Credit& out) { write(in.line, *out.mutable_line()); }

void read(Fields& fields, const v1::Refund& in, Refund& out) {
  fields.expect_known(in);
  read_ref(fields, "sale", in.has_sale(), in.sale(), out.sale);
  fields.date("on", in.on(), out.on);
  fields.amount("amount", in.amount(), out.amount, Sign::positive,
                "a refund's amount is what is given back");
  fields.text("reason", in.reason(), out.reason);
  fields.choice("kind", in.kind(), out.kind, RefundKind::returned);
}

void write(const Refund& in, v1::Refund& out) {
  write_ref(in.sale, *out.mutable_sale());
  out.set_on(in.on.to_string());
  out.set_amount(in.amount.to_string());
  out.set_reason(in.reason);
  if (in.kind == RefundKind::returned) {
    out.clear_kind();
  } else {
    out.set_kind(static_cast<v1::RefundKind>(in.kind));
  }
}

void read(Fields& fields, const v1::CustomerPayment& in, CustomerPayment& out) {
  fields.expect_known(in);
  read_ref(fields, "sale", in.has_sale(), in.sale(), out.sale);
  fields.date("on", in.on(), out.on);
  fields.amount("amount", in.amount(), out.amount, Sign::positive, "record a refund for what went back");
  fields.text("document", in.document(), out.document);
}

void write(const CustomerPayment& in, v1::CustomerPayment& out) {
  write_ref(in.sale, *out.mutable_sale());
  out.set_on(in.on.to_string());
  out.set_amount(in.amount.to_string());
  out.set_document(in.document);
}

void read(Fields& fields, const v1::ContractCancelled& in, ContractCancelled& out) {
  fields.expect_known(in);
  read_ref(fields, "sale", in.has_sale(), in.sale(), out.sale);
  fields.date("on", in.on(), out.on);
  fields.text("reason", in.reason(), out.reason);
}

void write(const ContractCancelled& in, v1::ContractCancelled& out) {
  write_ref(in.sale, *out.mutable_sale());
  out.set_on(in.on.to_string());
  out.set_reason(in.reason);
}

void read(Fields& fields, const v1::TrainingDelivered& in, TrainingDelivered& out) {
  fields.expect_known(in);
  read_agreement(fields, in.agreement(), in.partner(), out.agreement, out.partner);
  fields.key("item", in.item(), out.item, Need::required);
  out.seats = in.seats();
  if (in.seats() == 0) fields.missing("seats");
  fields.date("on", in.on(), out.on);
  fields.text("document", in.document(), out.document);
}

void write(const TrainingDelivered& in, v1::TrainingDelivered& out) {
  out.set_agreement(in.agreement);
  out.set_partner(in.partner);
  out.set_item(in.item);
  out.set_seats(in.seats);
  out.set_on(in.on.to_string());
  out.set_document(in.document);
}

void read(Fields& fields, const v1::Contribution& in, Contribution& out) {
  fields.expect_known(in);
  read_agreement(fields, in.agreement(), in.partner(), out.agreement, out.partner);
  fields.key("item", in.item(), out.item, Need::optional);
  fields.quantity("quantity", in.quantity(), out.quantity, Sign::positive, kOne);
  out.amount.reset();
  if (!in.amount().empty()) {
    fields.amount("amount", in.amount(), out.amount.emplace(), Sign::not_negative,
                  "name the other side as earner");
  }
  fields.choice("earner", in.earner(), out.earner, Side::unspecified);
  fields.choice("category", in.category(), out.category, Category::service);
  if (in.item().empty()) {
    if (in.amount().empty()) fields.missing("amount");
    if (in.earner() == v1::SIDE_UNSPECIFIED) fields.missing("earner");
  } else if (!in.amount().empty()) {
    fields.refuse("amount", Code::bad_value, "is given besides an item, which has a price",
                  "name the item or the amount");
  }
  out.statement_only = in.statement_only();
  fields.date("on", in.on(), out.on);
  fields.text("description", in.description(), out.description);
}

void write(const Contribution& in, v1::Contribution& out) {
  out.set_agreement(in.agreement);
  out.set_partner(in.partner);
  out.set_item(in.item);
  out.set_quantity(quantity_text(in.quantity, kOne));
  out.set_amount(in.amount ? in.amount->to_string() : std::string());
  out.set_earner(static_cast<v1::Side>(in.earner));
  out.set_category(static_cast<v1::Category>(in.category));
  out.set_statement_only(in.statement_only);
  out.set_on(in.on.to_string());
  out.set_description(in.description);
}

void read(Fields& fields, const v1::Adjustment& in, Adjustment& out) {
  fields.expect_known(in);
  read_agreement(fields, in.agreement(), in.partner(), out.agreement, out.partner);
  fields.choice("earner", in.earner(), out.earner);
  fields.amount("amount", in.amount(), out.amount, Sign::not_zero);
  fields.choice("category", in.category(), out.category, Category::other);
  fields.date("on", in.on(), out.on);
  fields.reason("reason", in.reason(), out.reason);
}

void write(const Adjustment& in, v1::Adjustment& out) {
  out.set_agreement(in.agreement);
  out.set_partner(in.partner);
  out.set_earner(static_cast<v1::Side>(in.earner));
  out.set_amount(in.amount.to_string());
  out.set_category(static_cast<v1::Category>(in.category));
  out.set_on(in.on.to_string());
  out.set_reason(in.reason);
}

void read(Fields& fields, const v1::Approval& in, Approval& out) {
  fields.expect_known(in);
  read_ref(fields, "of", in.has_of(), in.of(), out.of);
}

void write(const Approval& in, v1::Approval& out) { write_ref(in.of, *out.mutable_of()); }

void read(Fields& fields, const v1::Reversal& in, Reversal& out) {
  fields.expect_known(in);
  read_ref(fields, "of", in.has_of(), in.of(), out.of);
  fields.date("on", in.on(), out.on);
  fields.reason("reason", in.reason(), out.reason);
  fields.each("applied", in.applied(), out.applied, read_applied);
  fields.text("reference", in.reference(), out.reference);
  fields.text("credit", in.credit(), out.credit);
  out.write_off = {in.write_off()};
}

void write(const Reversal& in, v1::Reversal& out) {
  write_ref(in.of, *out.mutable_of());
  out.set_on(in.on ? in.on->to_string() : std::string());
  out.set_reason(in.reason);
  write_applied(in.applied, out);
  out.set_reference(in.reference);
  out.set_credit(in.credit);
  out.set_write_off(in.write_off.value);
}

void read(Fields& fields, const v1::Payment& in, Payment& out) {
  fields.expect_known(in);
  fields.key("payer", in.payer(), out.payer, Need::required);
  fields.key("payee", in.payee(), out.payee, Need::required);
  fields.amount("amount", in.amount(), out.amount, Sign::positive,
                "swap payer and payee for money that came back");
  fields.currency("currency", in.currency(), out.currency);
  fields.date("on", in.on(), out.on);
  fields.text("reference", in.reference(), out.reference);
  fields.each("applied", in.applied(), out.applied, read_applied);
  if (in.has_credit()) read_credit(fields, in.credit(), out.credit.emplace());
}

void write(const Payment& in, v1::Payment& out) {
  out.set_payer(in.payer);
  out.set_payee(in.payee);
  out.set_amount(in.amount.to_string());
  out.set_currency(std::string(in.currency.code()));
  out.set_on(in.on.to_string());
  out.set_reference(in.reference);
  write_applied(in.applied, out);
  out.clear_credit();
  if (!in.credit) return;
  out.mutable_credit()->set_number(in.credit->number);
  out.mutable_credit()->set_amount_minor(in.credit->amount_minor);
  out.mutable_credit()->set_runs_only(in.credit->runs_only);
}

}  // namespace quits::program
