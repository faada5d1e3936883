// What the rules refuse, each with its code; a refusal leaves the book as it was.
#include <gtest/gtest.h>

#include "tests/service/example.h"

namespace quits::test {
namespace {

using namespace program;

class Refusals : public testing::Test {
 protected:
  void SetUp() override { open_example(world_); }
  void TearDown() override { world_.expect_clean(); }

  // The code's name, or "recorded".
  std::string answer(const Fact& fact, const std::string& actor = "anna",
                     const std::string& id = "") {
    const std::uint64_t size = world_.book().log().size();
    const auto receipt = world_.record(fact, id, actor);
    if (receipt) return "recorded";
    EXPECT_EQ(world_.book().log().size(), size);
    EXPECT_FALSE(receipt.error().message.empty());
    return std::string(name_of(receipt.error().code));
  }

  AgreementProposed proposal(const std::string& agreement, std::uint32_t version,
                             const std::string& from = "2026-01-01") {
    return {agreement, version,     "ACME", "NORD", Date::parse_iso(from).value(),
            "ACME",    flat_terms()};
  }
  static Terms flat_terms() {
    return terms_of("EUR", {plan(Rule::flat, Basis::per_event, bands({{"0", "10 %"}}))});
  }

  World world_;
};

TEST_F(Refusals, of_parties_and_agreements) {
  EXPECT_EQ(answer(BookOpened{"again", "ACME"}), "already_exists");
  EXPECT_EQ(answer(PartyRegistered{"NORD", "Nord Ltd", "", "", false}), "already_exists");
  EXPECT_EQ(answer(PartyRegistered{"OTHER", "Other Ltd", "", "", true}), "already_exists");

  EXPECT_EQ(answer(proposal("nord", 1)), "unknown_version");
  EXPECT_EQ(answer(proposal("nord", 3)), "unknown_version");
  EXPECT_EQ(answer(proposal("nord", 2, "2025-12-31")), "date_out_of_range");
  auto other = proposal("nord", 2);
  other.partner = "SUED";
  EXPECT_EQ(answer(other), "party_mismatch");
  other = proposal("new", 1);
  other.partner = "ACME";
  EXPECT_EQ(answer(other), "party_mismatch");
  other = proposal("new", 1);
  other.proposed_by = "SUED";
  EXPECT_EQ(answer(other), "party_mismatch");
  other.partner = "NOBODY";
  EXPECT_EQ(answer(other), "unknown_party");
  other = proposal("nord", 2);
  other.terms.currency = Currency::parse("USD").value();
  EXPECT_EQ(answer(other), "currency_mismatch");
  other = proposal("nord", 2);
  other.terms.plans[0].bands[0].from = Decimal::parse("1").value();
  EXPECT_EQ(answer(other), "bands_invalid");
}

TEST_F(Refusals, of_acceptances) {
  EXPECT_EQ(answer(AgreementAccepted{"nord", 1, "NORD"}), "already_accepted");
  EXPECT_EQ(answer(AgreementAccepted{"nord", 2, "NORD"}), "unknown_version");
  EXPECT_EQ(answer(AgreementAccepted{"nort", 1, "NORD"}), "unknown_agreement");
  EXPECT_EQ(answer(proposal("nord", 2, "2026-03-10")), "recorded");
  EXPECT_EQ(answer(AgreementAccepted{"nord", 2, "ACME"}), "party_mismatch")
      << "who proposes has accepted";
  EXPECT_EQ(answer(proposal("nord", 3, "2026-03-10")), "recorded");
  EXPECT_EQ(answer(AgreementAccepted{"nord", 3, "NORD"}), "recorded");
  EXPECT_EQ(answer(AgreementAccepted{"nord", 2, "NORD"}), "already_accepted")
      << "a later version is in force";
  world_.sell("NORD", "2026-03-02", "1");
  EXPECT_EQ(answer(proposal("nord", 4, "2026-03-31")), "recorded");
  world_.close("2026-03");
  EXPECT_EQ(answer(AgreementAccepted{"nord", 4, "NORD"}), "period_closed");
}

TEST_F(Refusals, of_sales) {
  EXPECT_EQ(answer(World::sale("NOBODY", "2026-03-02", "1")), "unknown_party");
  EXPECT_EQ(answer(World::sale("NORD", "2025-12-31", "1")), "no_agreement");
  EXPECT_EQ(answer(World::sale("ACME", "2026-03-02", "1")), "no_agreement");
  Sale sale = World::sale("NORD", "2026-03-02", "1");
  sale.agreement = "sued";
  EXPECT_EQ(answer(sale), "party_mismatch");
  sale.agreement = "nort";
  EXPECT_EQ(answer(sale), "unknown_agreement");
  sale.agreement = "nord";
  sale.currency = Currency::parse("USD").value();
  EXPECT_EQ(answer(sale), "currency_mismatch");
  EXPECT_EQ(answer(proposal("second", 1)), "recorded");
  EXPECT_EQ(answer(World::sale("NORD", "2026-03-02", "1")), "recorded")
      << "a proposal is not in force";
  EXPECT_EQ(answer(AgreementAccepted{"second", 1, "NORD"}), "recorded");
  EXPECT_EQ(answer(World::sale("NORD", "2026-03-02", "1")), "ambiguous_agreement");
  EXPECT_EQ(answer(World::sale("SUED", "2026-03-02", "9223372036854")), "recorded");
  EXPECT_EQ(answer(World::sale("SUED", "2026-03-02", "1")), "overflow")
      << "the volume of the year does not fit any more";
}

TEST_F(Refusals, of_refunds_and_reversals) {
  world_.sell("NORD", "2026-03-02", "100", "sale");
  world_.must(training("NORD", "2026-03-02", 1), "course");
  EXPECT_EQ(answer(refund("nothing", "2026-03-03", "1")), "unknown_entry");
  EXPECT_EQ(answer(refund("course", "2026-03-03", "1")), "unknown_entry");
  EXPECT_EQ(answer(refund("sale", "2026-03-03", "100.000001")), "refund_exceeds_sale");
  EXPECT_EQ(answer(refund("self", "2026-03-03", "1"), "anna", "self"), "unknown_entry");
  EXPECT_EQ(answer(refund("sale", "2026-03-03", "100")), "recorded");
  EXPECT_EQ(answer(refund("sale", "2026-03-03", "0.000001")), "refund_exceeds_sale");
  EXPECT_EQ(answer(reversal("sale", "2026-03-03")), "already_reversed")
      << "it was given back in full";
  EXPECT_EQ(answer(reversal("nothing", "2026-03-03")), "unknown_entry");
  EXPECT_EQ(answer(reversal("course", "2026-03-03"), "anna", "back"), "recorded");
  EXPECT_EQ(answer(reversal("course", "2026-03-03")), "already_reversed");
  EXPECT_EQ(answer(reversal("back", "2026-03-03")), "not_reversible");
  EXPECT_EQ(answer(reversal("made-up-1", "2026-03-03")), "not_reversible");
  Reversal silent = reversal("course", "2026-03-03");
  silent.reason.clear();
  EXPECT_NE(answer(silent), "recorded");
  world_.sell("NORD", "2026-03-02", "0", "zero");
  EXPECT_EQ(answer(refund("zero", "2026-03-03", "1")), "refund_exceeds_sale");
}

TEST_F(Refusals, of_trainings_contributions_and_adjustments) {
  TrainingDelivered course = training("NORD", "2026-03-02", 1);
  course.item = "cours";
  EXPECT_EQ(answer(course), "unknown_price");
  Contribution talk = contribution("NORD", "2026-03-02", "1", false);
  talk.earner = Side::unspecified;
  EXPECT_EQ(answer(talk), "missing_field");
  talk.amount.reset();
  talk.item = "nothing";
  EXPECT_EQ(answer(talk), "unknown_price");
  EXPECT_EQ(answer(Approval{{"", "nothing"}}), "unknown_entry");
  EXPECT_EQ(answer(Approval{{"", "made-up-1"}}), "not_pending");
  EXPECT_EQ(answer(adjustment("NORD", "2026-03-02", "0.004")), "bad_value");
  EXPECT_EQ(answer(adjustment("NORD", "2026-03-02", "-5"), "anna", "adjust"), "recorded");
  EXPECT_EQ(answer(Approval{{"", "adjust"}}, "anna"), "same_person");
  EXPECT_EQ(answer(Approval{{"", "adjust"}}, "bert"), "recorded");
  EXPECT_EQ(answer(Approval{{"", "adjust"}}, "carl"), "not_pending");
}

TEST_F(Refusals, of_payments) {
  world_.sell("NORD", "2026-03-02", "100000");
  world_.close("2026-03");
  world_.settle("2026-03");
  Payment payment;
  payment.payer = "ACME";
  payment.payee = "NORD";
  payment.amount = Decimal::parse("10").value();
  payment.currency = Currency::parse("EUR").value();
  payment.on = day("2026-04-20");
  payment.reference = "PAY-2026-03-00009";
  EXPECT_EQ(answer(payment), "unknown_payment");
  payment.reference = "PAY-2026-03-00001";
  std::swap(payment.payer, payment.payee);
  EXPECT_EQ(answer(payment), "party_mismatch");
  std::swap(payment.payer, payment.payee);
  payment.payer = "SUED";
  EXPECT_EQ(answer(payment), "party_mismatch");
  payment.payer = "NOBODY";
  EXPECT_EQ(answer(payment), "unknown_party");
  payment.payer = "ACME";
  payment.currency = Currency::parse("USD").value();
  EXPECT_EQ(answer(payment), "currency_mismatch");
  payment.currency = Currency::parse("EUR").value();
  payment.amount = Decimal::parse("0.001").value();
  EXPECT_EQ(answer(payment), "inexact");
  payment.amount = Decimal::parse("10").value();
  EXPECT_EQ(answer(payment), "recorded");
}

// Bytes from outside: no fact, garbage, what only the book records, two facts in one message.
TEST_F(Refusals, of_bytes) {
  FactCodec codec;
  const auto answered = [&](const std::string& bytes) {
    const std::vector<ledger::Submission> facts{
        {{"test", "bytes-" + std::to_string(bytes.size())}, bytes}};
    ledger::RecordOptions options;
    options.actor = "anna";
    const auto receipt = world_.book().record(facts, options).receipts.at(0);
    return receipt ? std::string("recorded") : std::string(name_of(receipt.error().code));
  };
  EXPECT_EQ(answered(""), "malformed_message");
  EXPECT_EQ(answered("garbage"), "malformed_message");
  const std::string sale = codec.encode(World::sale("NORD", "2026-03-02", "1"));
  const std::string adjusted = codec.encode(adjustment("NORD", "2026-03-02", "5"));
  EXPECT_NE(answered(sale.substr(0, sale.size() - 1)), "recorded");
  EXPECT_EQ(answered(adjusted + sale), "malformed_message");
  EXPECT_EQ(answered(sale + adjusted), "malformed_message");
  EXPECT_EQ(
      answered(codec.encode(FeeCharged{"nord", "program fee", Period::parse("2026-03").value()})),
      "malformed_message");
  EXPECT_EQ(answered(codec.encode(InvoiceIssued{})), "malformed_message");
}

}  // namespace
}  // namespace quits::test
