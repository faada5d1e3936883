// What a fact must say, in protobuf text: each refusal by its code and the path of the field.
#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include "program/encoding.h"
#include "quits/v1/fact.pb.h"
#include "tests/program/rating_samples.h"

namespace quits::program {
namespace {

using namespace samples;

v1::Fact message_of(const std::string& text) {
  v1::Fact message;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(text, &message)) << text;
  return message;
}

template <class Kind>
Kind fact_of(const std::string& text) {
  auto fact = from_message(message_of(text));
  EXPECT_TRUE(fact.has_value()) << text << ": " << (fact ? "" : to_string(fact.error()));
  return fact ? std::get<Kind>(*fact) : Kind();
}

std::string refusal_of(const v1::Fact& message) {
  const auto fact = from_message(message);
  if (fact) return "accepted";
  EXPECT_FALSE(fact.error().message.empty());
  return std::string(name_of(fact.error().code)) + " " + fact.error().place.field;
}

struct Refused {
  const char* text;
  const char* expected;
};

const Refused kSales[] = {
    {R"(sale { on: "2011-01-01" amount: "1" })", "missing_field sale.seller"},
    {R"(sale { seller: "P" amount: "1" })", "missing_field sale.on"},
    {R"(sale { seller: "P" on: "2011-01-01" })", "missing_field sale.amount"},
    {R"(sale { seller: "P" on: "1.1.2011" amount: "1" })", "bad_date sale.on"},
    {R"(sale { seller: "P" on: "2011-02-29" amount: "1" })", "bad_date sale.on"},
    {R"(sale { seller: "P" on: "1899-12-31" amount: "1" })", "date_out_of_range sale.on"},
    {R"(sale { seller: "P" on: "2011-01-01" amount: "1,5" })", "bad_number sale.amount"},
    {R"(sale { seller: "P" on: "2011-01-01" amount: "-0.01" })", "bad_value sale.amount"},
    {R"(sale { seller: "P" on: "2011-01-01" amount: "0.0000001" })", "inexact sale.amount"},
    {R"(sale { seller: "P" on: "2011-01-01" amount: "9300000000000" })", "overflow sale.amount"},
    {R"(sale { seller: "P" on: "2011-01-01" amount: "1" quantity: "x" })",
     "bad_number sale.quantity"},
    {R"(sale { seller: "P" on: "2011-01-01" amount: "1" currency: "euro" })",
     "bad_currency sale.currency"},
    {R"(sale { seller: "P" on: "2011-01-01" amount: "1" currency: "XAU" })",
     "bad_currency sale.currency"},
    {R"(sale { seller: "P\n" on: "2011-01-01" amount: "1" })", "bad_value sale.seller"},
    {R"(sale { seller: "P" on: "2011-01-01" amount: "1" customer: "a\tb" })",
     "bad_value sale.customer"},
    // Several faults: the smallest code, and the earlier of equals.
    {R"(sale { seller: "P" on: "x" amount: "" })", "missing_field sale.amount"},
    {R"(sale { on: "x" amount: "y" })", "missing_field sale.seller"},
    {R"(sale { seller: "P" on: "x" amount: "y" })", "bad_date sale.on"},
    {R"(credit { })", "missing_field credit.line"},
    {R"(credit { line { seller: "P" on: "2011-01-01" amount: "0" } })",
     "bad_value credit.line.amount"},
    {R"(refund { on: "2011-01-01" amount: "1" })", "missing_field refund.sale"},
    {R"(refund { sale { source: "s" } on: "2011-01-01" amount: "1" })",
     "missing_field refund.sale.id"},
    {R"(refund { sale { source: "a:b" id: "1" } on: "2011-01-01" amount: "1" })",
     "bad_value refund.sale.source"},
    {R"(refund { sale { id: "1" } on: "2011-01-01" amount: "0" })", "bad_value refund.amount"},
};

const Refused kOthers[] = {
    {R"(id: "1")", "missing_field "},
    {R"(book_opened { title: "T" })", "missing_field book_opened.operator"},
    {R"(party_registered { name: "N" })", "missing_field party_registered.key"},
    {R"(party_registered { key: "K" })", "missing_field party_registered.name"},
    {R"(party_registered { key: "a/b" name: "N" })", "bad_value party_registered.key"},
    {R"(party_registered { key: " a" name: "N" })", "bad_value party_registered.key"},
    {R"(party_registered { key: "a  b" name: "N" })", "bad_value party_registered.key"},
    {R"(party_registered { key: "K" name: "N" country: "de" })",
     "bad_value party_registered.country"},
    {R"(agreement_accepted { agreement: "A" accepted_by: "P" })",
     "missing_field agreement_accepted.version"},
    {R"(training_delivered { partner: "P" item: "c" on: "2011-01-01" })",
     "missing_field training_delivered.seats"},
    {R"(training_delivered { item: "c" seats: 1 on: "2011-01-01" })",
     "missing_field training_delivered.agreement"},
    {R"(contribution { partner: "P" on: "2011-01-01" earner: SIDE_PARTNER })",
     "missing_field contribution.amount"},
    {R"(contribution { partner: "P" on: "2011-01-01" amount: "5" })",
     "missing_field contribution.earner"},
    {R"(contribution { partner: "P" on: "2011-01-01" item: "x" amount: "5" })",
     "bad_value contribution.amount"},
    {R"(contribution { partner: "P" on: "2011-01-01" item: "x" quantity: "0" })",
     "bad_value contribution.quantity"},
    {R"(contribution { partner: "P" on: "2011-01-01" item: "x" category: 99 })",
     "bad_value contribution.category"},
    {R"(adjustment { partner: "P" earner: SIDE_PARTNER amount: "-5" on: "2011-01-01" })",
     "reason_missing adjustment.reason"},
    {R"(adjustment { partner: "P" amount: "-5" on: "2011-01-01" reason: "r" })",
     "missing_field adjustment.earner"},
    {R"(adjustment { partner: "P" earner: -1 amount: "5" on: "2011-01-01" reason: "r" })",
     "bad_value adjustment.earner"},
    {R"(adjustment { partner: "P" earner: SIDE_PARTNER amount: "0" on: "2011-01-01" reason: "r" })",
     "bad_value adjustment.amount"},
    {R"(approval { })", "missing_field approval.of"},
    {R"(reversal { of { id: "1" } })", "reason_missing reversal.reason"},
    {R"(payment { payer: "P" payee: "O" amount: "1" on: "2011-01-01" })",
     "missing_field payment.currency"},
    {R"(payment { payer: "P" payee: "O" amount: "-1" currency: "EUR" on: "2011-01-01" })",
     "bad_value payment.amount"},
    {R"(period_closed { period: "2011-13" })", "bad_date period_closed.period"},
    {R"(fee_charged { agreement: "A" period: "2011-01" })", "missing_field fee_charged.fee"},
    {R"(invoice_issued { number: "1" issuer: "A" recipient: "B" period: "2011-01" currency: "EUR"
        issued_on: "2011-02-01" due_on: "2011-03-01" line { } line { tax_category: 9 } })",
     "bad_value invoice_issued.line[1].tax_category"},
    {R"(settlement_posted { period: "2011-01" principal: "A" partner: "B" currency: "EUR"
        on: "2011-02-01" invoice { } })",
     "missing_field settlement_posted.invoice[0].invoice"},
};

// The terms of a proposal; everything else about it is in order.
const Refused kTerms[] = {
    {R"()", "missing_field agreement_proposed.terms.currency"},
    {R"(currency: "EUR" plan { rule: RULE_FLAT basis: BASIS_PER_EVENT })",
     "missing_field agreement_proposed.terms.plan[0].name"},
    {R"(currency: "EUR" plan { name: "a" basis: BASIS_PER_EVENT })",
     "missing_field agreement_proposed.terms.plan[0].rule"},
    {R"(currency: "EUR" plan { name: "a" rule: RULE_FLAT })",
     "missing_field agreement_proposed.terms.plan[0].basis"},
    {R"(currency: "EUR" plan { name: "a" rule: RULE_FLAT basis: BASIS_PER_EVENT
        band { from: "0" rate: "1 %" } band { from: "x" rate: "1 %" } })",
     "bad_number agreement_proposed.terms.plan[0].band[1].from"},
    {R"(currency: "EUR" plan { name: "a" rule: RULE_FLAT basis: BASIS_PER_EVENT
        band { from: "0" rate: "4" } })",
     "bad_value agreement_proposed.terms.plan[0].band[0].rate"},
    {R"(currency: "EUR" plan { name: "a" rule: 7 basis: BASIS_PER_EVENT })",
     "bad_value agreement_proposed.terms.plan[0].rule"},
    {R"(currency: "EUR" plan { name: "a" rule: RULE_FLAT basis: BASIS_PER_EVENT
        covers { product: "a" product: "" } })",
     "missing_field agreement_proposed.terms.plan[0].covers.product[1]"},
    {R"(currency: "JPY" fee { name: "f" amount: "1.50" when: FEE_WHEN_ACTIVE })",
     "inexact agreement_proposed.terms.fee[0].amount"},
    {R"(currency: "EUR" fee { name: "f" amount: "1.50" })",
     "missing_field agreement_proposed.terms.fee[0].when"},
    {R"(currency: "EUR" price { item: "i" })",
     "missing_field agreement_proposed.terms.price[0].unit_price"},
    {R"(currency: "EUR" tax { category: TAX_CATEGORY_S rate: "19 %" })",
     "missing_field agreement_proposed.terms.tax[0].supplier"},
    {R"(currency: "EUR" payment { minimum_payout: "1.005" })",
     "inexact agreement_proposed.terms.payment.minimum_payout"},
    {R"(currency: "EUR" rounding: 3)", "bad_value agreement_proposed.terms.rounding"},
};

std::string proposal(const std::string& terms) {
  return R"(agreement_proposed { agreement: "A" version: 1 partner: "P" effective_from: "2010-12-01"
             proposed_by: "O" terms { )" +
         terms + " } }";
}

TEST(EncodingRefusals, Each_names_its_code_and_field) {
  for (const Refused& row : kSales) EXPECT_EQ(refusal_of(message_of(row.text)), row.expected);
  for (const Refused& row : kOthers) EXPECT_EQ(refusal_of(message_of(row.text)), row.expected);
  for (const Refused& row : kTerms) {
    EXPECT_EQ(refusal_of(message_of(proposal(row.text))), row.expected);
  }
}

TEST(EncodingRefusals, Texts_have_lengths) {
  const std::string head = R"(sale { on: "2011-01-01" amount: "1" seller: ")";
  const auto sale = [&](std::size_t seller, std::size_t document) {
    return message_of(head + std::string(seller, 's') + "\" document: \"" +
                      std::string(document, 'd') + "\" }");
  };
  EXPECT_EQ(refusal_of(sale(64, 1000)), "accepted");
  EXPECT_EQ(refusal_of(sale(65, 0)), "too_large sale.seller");
  EXPECT_EQ(refusal_of(sale(1, 1001)), "too_large sale.document");
  v1::Fact refund = message_of(R"(refund { sale { id: "1" } on: "2011-01-01" amount: "1" })");
  refund.mutable_refund()->mutable_sale()->set_id(std::string(128, 'i'));
  EXPECT_EQ(refusal_of(refund), "accepted");
  refund.mutable_refund()->mutable_sale()->set_id(std::string(129, 'i'));
  EXPECT_EQ(refusal_of(refund), "too_large refund.sale.id");
}

TEST(EncodingRefusals, Texts_are_utf8_of_one_line) {
  v1::Fact sale = message_of(R"(sale { seller: "P" on: "2011-01-01" amount: "1" })");
  sale.mutable_sale()->set_customer("M\xC3\xBCller \xE2\x82\xAC");
  EXPECT_EQ(refusal_of(sale), "accepted");
  sale.mutable_sale()->set_customer("M\xFCller");
  EXPECT_EQ(refusal_of(sale), "malformed_text sale.customer");
  sale.mutable_sale()->set_customer("next\xC2\x85line");
  EXPECT_EQ(refusal_of(sale), "bad_value sale.customer");
}

TEST(EncodingRefusals, A_negative_sale_is_told_to_be_a_credit) {
  const auto fact =
      from_message(message_of(R"(sale { seller: "P" on: "2011-01-01" amount: "-5" })"));
  ASSERT_FALSE(fact.has_value());
  EXPECT_EQ(fact.error().hint, "record a credit");
}

TEST(EncodingRefusals, Fields_of_a_later_version_are_not_dropped) {
  v1::Fact fact = message_of(R"(sale { seller: "P" on: "2011-01-01" amount: "1" })");
  v1::Sale& sale = *fact.mutable_sale();
  sale.GetReflection()->MutableUnknownFields(&sale)->AddVarint(99, 1);
  EXPECT_EQ(refusal_of(fact), "unknown_field sale");
  EXPECT_EQ(FactCodec().decode(fact.SerializeAsString()).error().code, Code::unknown_field);
  v1::Fact other;
  other.GetReflection()->MutableUnknownFields(&other)->AddVarint(98, 1);
  EXPECT_EQ(refusal_of(other), "unknown_field ");
}

TEST(EncodingRefusals, Bytes_that_are_no_message) {
  FactCodec codec;
  for (const std::string bytes : {"\x72", "\x72\x05", "garbage", "\xFF\xFF\xFF\xFF"}) {
    EXPECT_EQ(codec.decode(bytes).error().code, Code::malformed_message);
  }
  EXPECT_EQ(codec.decode("").error().code, Code::missing_field);
  EXPECT_EQ(codec.decode(std::string("\x72\x00", 2)).error().code, Code::missing_field);
}

TEST(EncodingDefaults, What_is_not_said) {
  const auto sale = fact_of<Sale>(R"(sale { seller: "P" on: "2011-01-01" amount: "1.50" })");
  EXPECT_EQ(sale.amount, decimal("1.5"));
  EXPECT_TRUE(sale.quantity.is_zero());
  EXPECT_FALSE(sale.currency.has_value());
  const auto item =
      fact_of<Contribution>(R"(contribution { partner: "P" item: "x" on: "2011-01-01" })");
  EXPECT_EQ(item.quantity, decimal("1"));
  EXPECT_EQ(item.category, Category::service);
  EXPECT_EQ(item.earner, Side::unspecified);
  EXPECT_FALSE(item.amount.has_value());
  const auto adjustment = fact_of<Adjustment>(
      R"(adjustment { partner: "P" earner: SIDE_PARTNER amount: "-5" on: "2011-01-01" reason: "r" })");
  EXPECT_EQ(adjustment.category, Category::other);
  EXPECT_FALSE(fact_of<Reversal>(R"(reversal { of { id: "1" } reason: "r" })").on.has_value());
}

TEST(EncodingDefaults, What_terms_do_not_say) {
  const Terms terms = fact_of<AgreementProposed>(proposal(R"(
    currency: "EUR"
    plan { name: "a" rule: RULE_FLAT basis: BASIS_PER_EVENT band { from: "0" rate: "10 %" } }
    fee { name: "f" amount: "150" when: FEE_WHEN_ACTIVE }
    price { item: "i" unit_price: "0.001" }
    tax { supplier: SIDE_PARTNER })"))
                          .terms;
  EXPECT_EQ(terms.plans.at(0).earner, Side::partner);
  EXPECT_EQ(terms.plans.at(0).window, Window::none);
  EXPECT_EQ(terms.plans.at(0).covers, Coverage());
  EXPECT_EQ(terms.fees.at(0).earner, Side::principal);
  EXPECT_EQ(terms.fees.at(0).category, Category::program_fee);
  EXPECT_EQ(terms.fees.at(0).amount_minor, 15'000);
  EXPECT_EQ(terms.prices.at(0).earner, Side::principal);
  EXPECT_EQ(terms.prices.at(0).category, Category::service);
  EXPECT_EQ(terms.taxes.at(0).category, TaxCategory::o);
  EXPECT_EQ(terms.taxes.at(0).applies_to, Category::none);
  EXPECT_TRUE(terms.taxes.at(0).rate.is_zero());
  EXPECT_EQ(terms.payment, PaymentTerms());
  EXPECT_EQ(terms.rounding, Rounding::half_away_from_zero);
}

}  // namespace
}  // namespace quits::program
