// The difference of two versions in words: what it says, and that no field of terms is forgotten.
#include "program/terms_diff.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>
#include <quits/v1/terms.pb.h>

#include <random>

#include "program/encoding.h"
#include "tests/program/encoding_generator.h"

namespace quits::program {
namespace {

namespace pb = google::protobuf;
using testing::ElementsAre;
using testing::IsEmpty;

Terms terms_from(const std::string& text) {
  v1::Terms message;
  EXPECT_TRUE(pb::TextFormat::ParseFromString(text, &message)) << text;
  return from_message(message).value();
}

std::vector<std::string> sentences(const std::string& before, const std::string& after) {
  std::vector<std::string> said;
  for (const Change& change : changes_between(terms_from("currency: 'EUR' " + before),
                                              terms_from("currency: 'EUR' " + after)))
    said.push_back(sentence_of(change));
  return said;
}

std::string tiers(const std::string& bands, const std::string& rest = "") {
  return "plan { name: 'standard' rule: RULE_MARGINAL basis: BASIS_PER_PERIOD " + bands + " " +
         rest + "}";
}
const std::string kTiers =
    tiers("band { from: '0' rate: '4 %' } band { from: '150000' rate: '6 %' }");
const std::string kCloud =
    "plan { name: 'cloud' rule: RULE_FLAT basis: BASIS_PER_EVENT covers { product_group: 'cloud' } "
    "band { from: '0' rate: '20 %' } }";

TEST(TermsDiff, rates_and_bands) {
  EXPECT_THAT(
      sentences(kTiers,
                tiers("band { from: '0' rate: '4 %' } band { from: '150000' rate: '7 %' }")),
      ElementsAre("commission plan standard, from 150,000.00: 6 % becomes 7 %"));
  EXPECT_THAT(
      sentences(kTiers,
                tiers("band { from: '0' rate: '4 %' } band { from: '160000' rate: '6 %' }")),
      ElementsAre("commission plan standard, where band 2 begins: 150,000.00 becomes 160,000.00"));
  EXPECT_THAT(sentences(kTiers, kTiers.substr(0, kTiers.size() - 2) +
                                    " band { from: '250000' rate: '8 %' } }"),
              ElementsAre("commission plan standard, the band from 250,000.00 is new: 8 %"));
  EXPECT_THAT(sentences(kTiers, tiers("band { from: '0' rate: '4 %' }")),
              ElementsAre("commission plan standard, the band from 150,000.00 (6 %) goes away"));
  const std::string units = tiers(
      "band { from: '0' amount: '1' } band { from: '1000' amount: '2.5' }", "base: BASE_UNITS ");
  EXPECT_THAT(
      sentences(units, tiers("band { from: '0' amount: '1' } band { from: '1000' amount: '3' }",
                             "base: BASE_UNITS ")),
      ElementsAre(
          "commission plan standard, from 1,000 units: 2.50 per unit becomes 3.00 per unit"));
}

TEST(TermsDiff, plans) {
  EXPECT_THAT(sentences(kTiers, kCloud + kTiers),
              ElementsAre("commission plan cloud is new: 20 % of the net amount; each sale for "
                          "itself; on product groups cloud; "
                          "it goes before plan standard"));
  EXPECT_THAT(sentences(kCloud + kTiers, kTiers),
              ElementsAre("commission plan cloud (20 % of the net amount; each sale for itself; on "
                          "product groups cloud) goes away"));
  EXPECT_THAT(sentences(kCloud + kTiers, kTiers + kCloud),
              ElementsAre("order in which commission plans apply: commission plan cloud, "
                          "commission plan standard becomes "
                          "commission plan standard, commission plan cloud"));
}

TEST(TermsDiff, everything_else_of_a_plan) {
  const std::string band = "band { from: '0' rate: '4 %' } band { from: '150000' rate: '6 %' } ";
  EXPECT_THAT(
      sentences(
          kTiers,
          tiers(band,
                "hold_days: 30 earner: SIDE_PRINCIPAL base: BASE_GROSS recurring { months: 12 } "
                "limit { scope: LIMIT_SCOPE_SALE at_most: '150' } covers { segment: 'school' }")),
      ElementsAre("commission plan standard, who earns: the partner becomes the principal",
                  "commission plan standard, segments covered: all becomes school",
                  "commission plan standard, what counts: the net amount becomes the gross amount",
                  "commission plan standard, limit per sale is new: at most 150.00",
                  "commission plan standard, held after a sale: 0 days becomes 30 days",
                  "commission plan standard, a customer earns: for life becomes for 12 months from "
                  "the customer's first sale"));
  EXPECT_THAT(sentences(tiers(band, "covers { product: 'A' product: 'B' }"),
                        tiers(band, "covers { product: 'B' product: 'C' }")),
              ElementsAre("commission plan standard, products covered is new: C",
                          "commission plan standard, products covered (A) goes away"));
}

TEST(TermsDiff, fees_prices_and_tax) {
  const std::string fee = "fee { name: 'membership' amount: '150' when: FEE_WHEN_ACTIVE }";
  EXPECT_THAT(
      sentences(fee, "fee { name: 'membership' amount: '170' when: FEE_WHEN_EVERY_PERIOD }"),
      ElementsAre("fee membership: 150.00 becomes 170.00",
                  "fee membership, when it is due: in every month with sales becomes every month"));
  EXPECT_THAT(
      sentences("", fee),
      ElementsAre(
          "fee membership is new: 150.00 in every month with sales, the principal earns it"));
  const std::string price =
      "price { item: 'course/basic' category: CATEGORY_TRAINING unit_price: '250' unit: 'seat' }";
  EXPECT_THAT(sentences(price,
                        "price { item: 'course/basic' category: CATEGORY_TRAINING unit_price: "
                        "'270' unit: 'seat' }"),
              ElementsAre("price of course/basic: 250.00 per seat becomes 270.00 per seat"));
  EXPECT_THAT(sentences(price, ""),
              ElementsAre("price of course/basic (250.00 per seat) goes away"));
  EXPECT_THAT(sentences("tax { supplier: SIDE_PARTNER category: TAX_CATEGORY_S rate: '19 %' }",
                        "tax { supplier: SIDE_PARTNER category: TAX_CATEGORY_AE exemption_reason: "
                        "'Article 196' }"),
              ElementsAre("tax that the partner charges on everything that has no rule of its own: "
                          "standard rate, 19 % becomes reverse charge",
                          "tax that the partner charges on everything that has no rule of its own, "
                          "reason printed: none becomes \"Article 196\""));
}

TEST(TermsDiff, payment_notice_and_title) {
  EXPECT_THAT(
      sentences("title: 'Reseller 2026' payment { due_days: 30 minimum_payout: '50' }",
                "title: 'Reseller 2027' payment { due_days: 14 minimum_payout: '100' collection: "
                "COLLECTION_COLLECT } "
                "notice_days: 90 rounding: ROUNDING_MODE_HALF_EVEN"),
      ElementsAre(
          "title: \"Reseller 2026\" becomes \"Reseller 2027\"",
          "payment, due after: 30 days becomes 14 days",
          "smallest amount paid out: 50.00 becomes 100.00",
          "what the partner owes in the end: is carried into the next month becomes is collected",
          "commissions are rounded: half away from zero becomes half to the even neighbour",
          "notice to end the agreement: 0 days becomes 90 days"));
}

TEST(TermsDiff, the_day_ends_the_sentence) {
  const auto from = Date::parse_iso("2026-04-01").value();
  EXPECT_EQ(sentence_of({"price of x", "1.00", "2.00"}, from),
            "price of x: 1.00 becomes 2.00 from 2026-04-01");
  EXPECT_EQ(sentence_of({"price of x", "", "2.00"}, from),
            "price of x is new: 2.00, from 2026-04-01");
  EXPECT_EQ(sentence_of({"price of x", "1.00", ""}, from),
            "price of x (1.00) goes away from 2026-04-01");
}

// Every message of a type within a message, itself among them.
void collect(pb::Message& message, const pb::Descriptor& type, std::vector<pb::Message*>& found) {
  if (message.GetDescriptor() == &type) found.push_back(&message);
  const auto& access = *message.GetReflection();
  std::vector<const pb::FieldDescriptor*> fields;
  access.ListFields(message, &fields);
  for (const auto* field : fields) {
    if (field->message_type() == nullptr) continue;
    if (!field->is_repeated()) collect(*access.MutableMessage(&message, field), type, found);
    for (int i = 0; field->is_repeated() && i < access.FieldSize(message, field); ++i)
      collect(*access.MutableRepeatedMessage(&message, field, i), type, found);
  }
}

void add_fields(const pb::Descriptor& type, std::vector<const pb::FieldDescriptor*>& fields) {
  for (int i = 0; i < type.field_count(); ++i) {
    fields.push_back(type.field(i));
    if (type.field(i)->message_type() != nullptr)
      add_fields(*type.field(i)->message_type(), fields);
  }
}

// Gives a field another value: of a list an element less, one more, or another order.
class Mutation {
 public:
  explicit Mutation(std::uint64_t seed) : random_(seed) {}

  void change(pb::Message& message, const pb::FieldDescriptor& field) {
    const auto& access = *message.GetReflection();
    if (field.is_repeated()) return change_list(message, field);
    switch (field.cpp_type()) {
      case pb::FieldDescriptor::CPPTYPE_MESSAGE:
        if (access.HasField(message, &field)) return access.ClearField(&message, &field);
        access.MutableMessage(&message, &field);
        return;
      case pb::FieldDescriptor::CPPTYPE_ENUM: {
        const auto& values = *field.enum_type();
        return access.SetEnumValue(&message, &field,
                                   values.value(index(values.value_count()))->number());
      }
      case pb::FieldDescriptor::CPPTYPE_UINT32:
        return access.SetUInt32(&message, &field, static_cast<std::uint32_t>(index(500)));
      case pb::FieldDescriptor::CPPTYPE_BOOL:
        return access.SetBool(&message, &field, !access.GetBool(message, &field));
      case pb::FieldDescriptor::CPPTYPE_STRING: {
        const std::vector<const char*> texts{"", "1", "7", "3 %", "EUR", "USD", "other"};
        return access.SetString(
            &message, &field,
            texts[static_cast<std::size_t>(index(static_cast<int>(texts.size())))]);
      }
      default:
        FAIL() << "no way to change " << field.full_name() << " yet: write one";
    }
  }

  int index(int limit) { return static_cast<int>(random_() % static_cast<std::uint64_t>(limit)); }

 private:
  void change_list(pb::Message& message, const pb::FieldDescriptor& field) {
    const auto& access = *message.GetReflection();
    const int size = access.FieldSize(message, &field);
    if (field.cpp_type() == pb::FieldDescriptor::CPPTYPE_ENUM) return change_choices(message, field);
    const bool is_text = field.cpp_type() == pb::FieldDescriptor::CPPTYPE_STRING;
    const int how = index(4);
    if (how == 0 && size > 0) access.RemoveLast(&message, &field);
    if (how == 1 && size > 1) access.SwapElements(&message, &field, 0, size - 1);
    if (how == 2 && is_text && size > 0)
      access.SetRepeatedString(&message, &field, index(size), "changed");
    if (how == 3 && is_text) access.AddString(&message, &field, "added");
    if (how == 3 && !is_text && size > 0)
      access.AddMessage(&message, &field)->CopyFrom(access.GetRepeatedMessage(message, &field, 0));
  }

  void change_choices(pb::Message& message, const pb::FieldDescriptor& field) {
    const auto& access = *message.GetReflection();
    if (index(2) == 0 && access.FieldSize(message, &field) > 0) return access.RemoveLast(&message, &field);
    const auto& values = *field.enum_type();
    access.AddEnumValue(&message, &field, values.value(index(values.value_count()))->number());
  }

  std::mt19937_64 random_;
};

// Each field of terms gets other values, wherever it stands; a value that cannot be read is not
// counted.
TEST(TermsDiff, is_empty_if_and_only_if_the_terms_are_equal) {
  constexpr int kChangesWanted = 8;
  constexpr int kTriesMax = 2'000;
  const std::uint64_t seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  FactGenerator generator(seed);
  Mutation mutation(seed);
  std::vector<const pb::FieldDescriptor*> fields;
  add_fields(*v1::Terms::descriptor(), fields);
  for (const auto* field : fields) {
    int changed = 0;
    for (int tries = 0; changed < kChangesWanted && tries < kTriesMax; ++tries) {
      const Terms before = generator.terms();
      ASSERT_THAT(changes_between(before, before), IsEmpty());
      v1::Terms message;
      to_message(before, message);
      std::vector<pb::Message*> places;
      collect(message, *field->containing_type(), places);
      if (places.empty()) continue;
      mutation.change(
          *places[static_cast<std::size_t>(mutation.index(static_cast<int>(places.size())))],
          *field);
      const auto after = from_message(message);
      if (!after) continue;
      const auto changes = changes_between(before, *after);
      ASSERT_EQ(changes.empty(), before == *after) << field->full_name() << "\n"
                                                   << message.DebugString();
      if (!changes.empty()) ++changed;
      for (const Change& change : changes) {
        ASSERT_FALSE(change.subject.empty());
        ASSERT_FALSE(change.before.empty() && change.after.empty());
      }
    }
    EXPECT_EQ(changed, kChangesWanted) << "of " << field->full_name();
  }
}

TEST(TermsDiff, of_unrelated_terms) {
  const std::uint64_t seed = std::random_device{}();
  SCOPED_TRACE("seed " + std::to_string(seed));
  FactGenerator generator(seed);
  for (int round = 0; round < 500; ++round) {
    const Terms before = generator.terms();
    const Terms after = generator.terms();
    ASSERT_EQ(changes_between(before, after).empty(), before == after);
  }
}

}  // namespace
}  // namespace quits::program
