// Facts that are no text, no facts, or not what the book's rules allow.
#include <gtest/gtest.h>

#include "tests/cli/bad_input.h"

namespace quits::test {
namespace {

const std::string kSale = "sale { seller: \"NORD\" on: \"2024-04-03\" amount: \"10\" }";

TEST(BadInput, text_that_holds_no_facts_is_refused_at_its_line) {
  expect_refused({
      {"a brace that nobody closes", "record input", "source: \"shop\"\nfact {\n  id: \"new\"\n  sale {\n", 3, {"malformed_text", "at: input:5:1"}},
      {"no colon", "record input", "source: \"shop\"\nfact {\n  id \"new\"\n}\n", 3, {"malformed_text", "at: input:3:6"}},
      {"unknown field", "record input", "source: \"shop\"\nfact { id: \"new\"\n  sale {\n    selller: \"NORD\" } }\n", 3,
       {"Sale has no field \"selller\"", "unknown_field", "at: input:4:", "did you mean seller?"}},
      {"unknown kind of fact", "record input", "source: \"shop\"\nfact { id: \"new\" traning_delivered { } }\n", 3,
       {"Fact has no field \"traning_delivered\"", "at: input:2:", "did you mean training_delivered?"}},
      {"word where a number was expected", "record input", fact("training_delivered { partner: \"NORD\" item: \"course\" seats: many }"), 3,
       {"many", "at: input:4:"}},
      {"word that is no side", "record input", fact("adjustment { partner: \"NORD\" earner: SIDE_US amount: \"1\" }"), 3, {"SIDE_US", "at: input:4:"}},
      {"not UTF-8", "record input", "source: \"shop\"\nfact { id: \"caf\xE9\" }\n", 3, {"not UTF-8", "at: input:2", "save it as UTF-8"}},
      {"zeros", "record input", std::string(100, '\0'), 3, {"malformed_text", "at: input:1"}},
      {"JSON that is cut off", "record input", "{\"source\": \"shop\", \"fact\": [{\"id\": \"new\"", 3, {"malformed_text", "at: input"}},
      {"JSON with an unknown field", "record input", "{\"source\": \"shop\",\n \"fact\": [{\"id\": \"new\", \"sale\": {\"amuont\": \"10\"}}]}", 3,
       {"no field \"amuont\"", "unknown_field", "at: input", "did you mean amount?"}},
      {"JSON with a list for a text", "record input", "{\"source\": \"shop\", \"fact\": [{\"id\": [1]}]}", 3, {"malformed_text", "at: input"}},
      {"no source", "record input", "fact { id: \"new\" " + kSale + " }", 3, {"nothing says who sends these facts", "source", "--source"}},
      {"no id", "record input", "source: \"shop\"\nfact { " + kSale + " }", 3, {"at: input:2", "id"}},
      {"an id without a fact", "record input", "source: \"shop\"\nfact { id: \"new\" }", 3, {"at: input:2"}},
      {"a fact only the book records", "record input", fact("fee_charged { agreement: \"nord\" fee: \"extra\" period: \"2024-04\" }"), 3, {"no fact that can be recorded", "malformed_message", "at: input:2"}},
      {"the book's own source", "record input", "source: \"quits\"\nfact { id: \"new\" " + kSale + " }", 3, {"source \"quits\" is the book's own"}},
      {"an id with a line end", "record input", "source: \"shop\"\nfact { id: \"a\\nb\" " + kSale + " }", 3, {"at: input:2", "id"}},
      {"a folder", "record .", "", 6, {"cannot read .", "directory"}},
  });
}

TEST(BadInput, fields_that_cannot_be_read_are_named) {
  expect_refused({
      {"a date that is none", "record input", fact("sale { seller: \"NORD\" on: \"2024-02-30\" amount: \"10\" }"), 3,
       {"bad_date", "at: input:4:25", "sale.on"}},
      {"day before month", "record input", fact("sale { seller: \"NORD\" on: \"3/4/2024\" amount: \"10\" }"), 3,
       {"\"3/4/2024\" is not a date", "sale.on", "hint:"}},
      {"a comma in a number", "record input", fact("sale { seller: \"NORD\" on: \"2024-04-03\" amount: \"1,5\" }"), 3,
       {"\"1,5\"", "bad_number", "at: input:4:42", "sale.amount"}},
      {"more places than there are", "record input", fact("sale { seller: \"NORD\" on: \"2024-04-03\" amount: \"0.0000001\" }"), 3,
       {"inexact", "sale.amount"}},
      {"more than there is", "record input", fact("sale { seller: \"NORD\" on: \"2024-04-03\" amount: \"9999999999999999999\" }"), 3,
       {"overflow", "sale.amount"}},
      {"a sale below zero", "record input", fact("sale { seller: \"NORD\" on: \"2024-04-03\" amount: \"-10\" }"), 3, {"is -10", "sale.amount", "hint:"}},
      {"nothing given back", "record input", fact("refund { sale { id: \"sale-5\" } on: \"2024-04-12\" amount: \"0\" }"), 3, {"refund.amount"}},
      {"a currency that is none", "record input", fact("sale { seller: \"NORD\" on: \"2024-04-03\" amount: \"10\" currency: \"EUX\" }"), 3,
       {"bad_currency", "sale.currency"}},
      {"no date", "record input", fact("sale { seller: \"NORD\" amount: \"10\" }"), 3, {"missing_field", "sale.on", "fill in on"}},
      {"no seller", "record input", fact("sale { on: \"2024-04-03\" amount: \"10\" }"), 3, {"missing_field", "at: input:4", "seller"}},
      {"a year ahead", "record input", fact("sale { seller: \"NORD\" on: \"2999-01-01\" amount: \"10\" }"), 3, {"2999-01-01 is more than a year ahead", "at: input:"}},
      {"before all dates", "record input", fact("sale { seller: \"NORD\" on: \"1066-10-14\" amount: \"10\" }"), 3, {"date_out_of_range", "sale.on"}},
      {"two lines of text", "record input", fact("sale { seller: \"NORD\" on: \"2024-04-03\" amount: \"10\" customer: \"a\\nb\" }"), 3,
       {"control character", "sale.customer"}},
      {"no reason for an adjustment", "record input", fact("adjustment { partner: \"NORD\" earner: SIDE_PARTNER amount: \"1\" on: \"2024-04-03\" }"), 3,
       {"reason_missing", "adjustment.reason", "say why"}},
      {"no reason for a reversal", "reverse shop:sale-5 --reason ''", "", 3, {"reason_missing"}},
  });
}

TEST(BadInput, what_the_rules_do_not_allow_is_refused) {
  const std::string two_bands = R"(terms { title: "T" currency: "EUR" plan { name: "p" rule: RULE_MARGINAL basis: BASIS_PER_PERIOD
    band { from: "0" rate: "5 %" } band { from: "0" rate: "8 %" } } })";
  expect_refused({
      {"a seller nobody knows", "record input", fact("sale { seller: \"NORT\" on: \"2024-04-03\" amount: \"10\" }"), 4, {"no party \"NORT\"", "at: input:", "NORD"}},
      {"an agreement nobody knows", "record input", fact("sale { seller: \"NORD\" agreement: \"nrod\" on: \"2024-04-03\" amount: \"10\" }"), 4,
       {"no agreement \"nrod\"", "at: input:", "did you mean \"nord\"?"}},
      {"another's agreement", "record input", fact("sale { seller: \"SUED\" agreement: \"nord\" on: \"2024-04-03\" amount: \"10\" }"), 3, {"\"nord\" is with NORD, not SUED"}},
      {"before the agreement", "record input", fact("sale { seller: \"NORD\" on: \"2023-12-31\" amount: \"10\" }"), 3, {"no agreement of NORD is in force on 2023-12-31"}},
      {"no agreement", "record input", fact("sale { seller: \"BARE\" on: \"2024-04-03\" amount: \"10\" }"), 3, {"no agreement of BARE", "quits agreement propose"}},
      {"two agreements", "record input", fact("sale { seller: \"DUO\" on: \"2024-04-03\" amount: \"10\" }"), 3, {"more than one agreement", "name the agreement"}},
      {"another currency", "record input", fact("sale { seller: \"NORD\" on: \"2024-04-03\" amount: \"10\" currency: \"USD\" }"), 3,
       {"the sale is in USD", "in EUR", "currency_mismatch", "at: input:4:55", "sale.currency"}},
      {"an amount that does not fit", "record input", fact("contribution { partner: \"NORD\" item: \"palace\" quantity: \"1000000\" on: \"2024-04-03\" }"), 3,
       {"overflow", "at: input:"}},
      {"not on the price list", "record input", fact("training_delivered { partner: \"NORD\" item: \"curse\" seats: 1 on: \"2024-04-03\" }"), 4,
       {"no item \"curse\"", "did you mean \"course\"?"}},
      {"a service is no training", "record input", fact("training_delivered { partner: \"NORD\" item: \"advice\" seats: 1 on: \"2024-04-03\" }"), 4,
       {"item \"advice\" is not training", "contribution"}},
      {"same id, other content", "record input", "source: \"shop\"\nfact { id: \"sale-1\"\n  " + kSale + " }", 5, {"shop:sale-1 was recorded as entry", "id_conflict", "at: input:2", "quits explain"}},
      {"twice the same id in one file", "record input", "source: \"shop\"\nfact { id: \"a\" " + kSale + " }\nfact { id: \"a\" sale { seller: \"NORD\" on: \"2024-04-04\" amount: \"11\" } }", 5,
       {"id_conflict", "at: input:3"}},
      {"another name for a party", "party add SUED --name 'Other AG'", "", 5, {"party/SUED was recorded as entry", "id_conflict"}},
      {"a party again", "party add NORD --name 'Nord GmbH'", "", 3, {"\"NORD\" is registered already"}},
      {"a refund of no sale", "record input", fact("refund { sale { id: \"sale-99\" } on: \"2024-04-12\" amount: \"1\" }"), 4, {"shop:sale-99", "at: input:4:", "refund.sale", "check source and id"}},
      {"a refund of a course", "record input", fact("refund { sale { id: \"course-1\" } on: \"2024-04-12\" amount: \"1\" }"), 4, {"is not a sale"}},
      {"a refund over the sale", "record input", fact("refund { sale { id: \"sale-1\" } on: \"2024-04-12\" amount: \"600.01\" }"), 3, {"1000.01 in all", "a sale of 1000", "refund_exceeds_sale", "at: input:4:", "refund.amount"}},
      {"a refund of what was reversed", "record input", fact("refund { sale { id: \"sale-2\" } on: \"2024-04-12\" amount: \"1\" }"), 3, {"501 in all", "a sale of 500", "refund_exceeds_sale"}},
      {"a second reversal", "reverse shop:sale-2 --reason again", "", 3, {"was reversed by entry", "already_reversed"}},
      {"a party cannot be reversed", "reverse shop:party-NORD --reason wrong", "", 3, {"cannot be reversed", "not_reversible"}},
      {"the same person approves", "approve shop:adjustment-1", "", 3, {"anna proposed this adjustment and cannot approve it", "same_person"}},
      {"a sale needs no approval", "approve shop:sale-5", "", 3, {"is a sale, which needs no approval", "not_pending"}},
      {"closing under another id", "record input", fact("period_closed { period: \"2024-01\" }"), 3, {"2024-01 is closed already", "at: input:2:"}},
      {"settling again", "record input", fact("period_settled { period: \"2024-01\" }"), 3, {"2024-01 is settled already"}},
      {"terms for a closed period", "agreement accept sued --version 2", "", 3, {"in a closed period", "period_closed", "hint:"}},
      {"accepting again", "agreement accept nord --version 1 --by ACME", "", 5, {"id_conflict"}},
      {"accepting one's own", "agreement accept sued --version 2 --by ACME", "", 3, {"proposed by ACME", "SUED accepts it"}},
      {"a version left out", "agreement propose second.terms --agreement nord --partner NORD --from 2024-05-01 --version 7", "", 4, {"next version of \"nord\" is 2, not 7"}},
      {"an agreement with itself", "agreement propose second.terms --agreement self --partner ACME --from 2024-05-01", "", 3, {"cannot have an agreement with itself"}},
      {"a stranger proposes", "agreement propose second.terms --agreement nord --partner NORD --from 2024-05-01 --by SUED", "", 3, {"\"SUED\" is not a party of this agreement"}},
      {"bands through facts", "record input", fact("agreement_proposed { agreement: \"new\" version: 1 partner: \"NORD\" effective_from: \"2024-05-01\" proposed_by: \"ACME\" " + two_bands + " }"), 3,
       {"bands_invalid", "at: input:5:", "agreement_proposed.terms.plan[0].band[1].from"}},
      {"more than is owed", "record input", fact("payment { payer: \"NORD\" payee: \"ACME\" amount: \"441\" currency: \"EUR\" on: \"2024-04-20\" reference: \"ACME-2024-00001\" }"), 3,
       {"441.00 EUR was paid, 440.00 EUR is open"}},
      {"paid the wrong way", "record input", fact("payment { payer: \"ACME\" payee: \"NORD\" amount: \"1\" currency: \"EUR\" on: \"2024-04-20\" reference: \"ACME-2024-00001\" }"), 3,
       {"ACME does not owe NORD anything"}},
      {"paid in dollars", "record input", fact("payment { payer: \"NORD\" payee: \"ACME\" amount: \"1\" currency: \"USD\" on: \"2024-04-20\" reference: \"ACME-2024-00001\" }"), 3,
       {"in EUR, the payment in USD"}},
      {"paid for nothing", "record input", fact("payment { payer: \"NORD\" payee: \"ACME\" amount: \"1\" currency: \"EUR\" on: \"2024-04-20\" reference: \"PAY-1\" }"), 4,
       {"neither a payment reference nor an invoice number"}},
      {"a second operator", "record input", fact("party_registered { key: \"OTHER\" name: \"Other\" operator: true }"), 3, {"an operator already: ACME"}},
      {"a second book", "init --operator OTHER --name Other", "", 3, {"there is another book at book.quits", "choose another --book"}},
  });
}

// One bad fact among good ones takes them with it; with --keep-going it goes alone.
TEST(BadInput, a_file_of_facts_is_all_or_nothing) {
  const SampleFolder folder;
  const std::string before = folder.state();
  folder.write("input", "source: \"shop\"\nfact { id: \"a\" " + kSale + " }\nfact { id: \"b\" sale { seller: \"NORT\" on: \"2024-04-03\" amount: \"1\" } }\n");
  const Outcome all = folder.quits("record input");
  EXPECT_EQ(all.exit_code, 4) << all;
  EXPECT_NE(all.errors.find("at: input:3:"), std::string::npos) << all;
  EXPECT_EQ(folder.state(), before);
  EXPECT_EQ(folder.quits("record input --dry-run --keep-going").exit_code, 4);
  EXPECT_EQ(folder.state(), before);
  const Outcome some = folder.quits("record input --keep-going");
  EXPECT_EQ(some.exit_code, 4) << some;
  EXPECT_NE(some.output.find("1 recorded"), std::string::npos) << some;
  EXPECT_NE(some.output.find("1 refused"), std::string::npos) << some;
  EXPECT_NE(folder.state(), before);
  EXPECT_EQ(folder.quits("explain shop:b").exit_code, 4);
}

}  // namespace
}  // namespace quits::test
