#include "exchange/fact_fields.h"

#include <algorithm>
#include <utility>

namespace quits::exchange {

namespace {

using program::Fact;

template <class Kind, auto... path>
auto& member(Fact& fact) {
  return (std::get<Kind>(fact).*....*path);
}

template <class Kind, auto... path>
FactField field(std::string_view name) {
  return FactField{name, FactMember(&member<Kind, path...>)};
}

FactField required(FactField field) {
  field.required = true;
  return field;
}

FactField above_zero(FactField field) {
  field.sign = Sign::positive;
  return field;
}

// The name of a party, an agreement or an item.
FactField key(FactField field) {
  field.bytes_max = FactField::kKeyBytes;
  return field;
}

// A credit is the line of a sale: `to_line` leads from the fact to it.
template <class Kind, auto... to_line>
std::vector<FactField> sale_fields() {
  using program::Sale;
  return {key(required(field<Kind, to_line..., &Sale::seller>("seller"))),
          key(field<Kind, to_line..., &Sale::agreement>("agreement")),
          required(field<Kind, to_line..., &Sale::on>("on")),
          required(field<Kind, to_line..., &Sale::amount>("amount")),
          field<Kind, to_line..., &Sale::currency>("currency"),
          field<Kind, to_line..., &Sale::product>("product"),
          field<Kind, to_line..., &Sale::product_group>("product_group"),
          field<Kind, to_line..., &Sale::quantity>("quantity"),
          field<Kind, to_line..., &Sale::customer>("customer"),
          field<Kind, to_line..., &Sale::segment>("segment"),
          field<Kind, to_line..., &Sale::region>("region"),
          field<Kind, to_line..., &Sale::document>("document"),
          field<Kind, to_line..., &Sale::gross>("gross")};
}

FactShape refund() {
  using program::FactRef;
  using program::Refund;
  return {"refund",
          Refund{},
          {field<Refund, &Refund::sale, &FactRef::source>("sale.source"),
           required(field<Refund, &Refund::sale, &FactRef::id>("sale.id")),
           required(field<Refund, &Refund::on>("on")),
           above_zero(required(field<Refund, &Refund::amount>("amount"))),
           field<Refund, &Refund::reason>("reason")},
          {}};
}

FactShape training_delivered() {
  using Training = program::TrainingDelivered;
  return {"training_delivered",
          Training{},
          {key(field<Training, &Training::agreement>("agreement")),
           key(field<Training, &Training::partner>("partner")),
           key(required(field<Training, &Training::item>("item"))),
           above_zero(required(field<Training, &Training::seats>("seats"))),
           required(field<Training, &Training::on>("on")),
           field<Training, &Training::document>("document")},
          {{"agreement", "partner"}}};
}

FactShape contribution() {
  using program::Contribution;
  // The message's default of an empty quantity is one unit.
  Contribution blank;
  blank.quantity = Decimal::from_millionths(Decimal::kMillionthsPerUnit);
  return {"contribution",
          std::move(blank),
          {key(field<Contribution, &Contribution::agreement>("agreement")),
           key(field<Contribution, &Contribution::partner>("partner")),
           key(field<Contribution, &Contribution::item>("item")),
           above_zero(field<Contribution, &Contribution::quantity>("quantity")),
           field<Contribution, &Contribution::amount>("amount"),
           field<Contribution, &Contribution::earner>("earner"),
           field<Contribution, &Contribution::category>("category"),
           field<Contribution, &Contribution::statement_only>("statement_only"),
           required(field<Contribution, &Contribution::on>("on")),
           field<Contribution, &Contribution::description>("description")},
          {{"agreement", "partner"}, {"item", "amount"}, {"item", "earner"}}};
}

FactShape payment() {
  using program::Payment;
  return {"payment",
          Payment{},
          {key(required(field<Payment, &Payment::payer>("payer"))),
           key(required(field<Payment, &Payment::payee>("payee"))),
           above_zero(required(field<Payment, &Payment::amount>("amount"))),
           required(field<Payment, &Payment::currency>("currency")),
           required(field<Payment, &Payment::on>("on")),
           field<Payment, &Payment::reference>("reference")},
          {}};
}

FactShape party_registered() {
  using Party = program::PartyRegistered;
  return {"party_registered",
          Party{},
          {key(required(field<Party, &Party::key>("key"))),
           required(field<Party, &Party::name>("name")), field<Party, &Party::country>("country"),
           key(field<Party, &Party::vat_id>("vat_id"))},
          {}};
}

std::vector<FactShape> make_shapes() {
  using program::Credit;
  using program::Sale;
  FactShape credit{"credit", Credit{}, sale_fields<Credit, &Credit::line>(), {}};
  for (FactField& field : credit.fields) {
    if (field.name == "amount") field = above_zero(field);
  }
  return {FactShape{"sale", Sale{}, sale_fields<Sale>(), {}},
          std::move(credit),
          refund(),
          training_delivered(),
          contribution(),
          payment(),
          party_registered()};
}

}  // namespace

bool FactField::is_number() const {
  return std::holds_alternative<Member<Decimal>>(member) ||
         std::holds_alternative<Member<std::optional<Decimal>>>(member) ||
         std::holds_alternative<Member<std::uint32_t>>(member);
}

const FactField* FactShape::find(std::string_view field) const {
  const auto found = std::ranges::find(fields, field, &FactField::name);
  return found == fields.end() ? nullptr : &*found;
}

std::vector<std::string_view> FactShape::field_names() const {
  std::vector<std::string_view> names;
  for (const FactField& field : fields) names.push_back(field.name);
  return names;
}

std::span<const FactShape> all_fact_shapes() {
  static const std::vector<FactShape> shapes = make_shapes();
  return shapes;
}

const FactShape* fact_shape(std::string_view fact) {
  const auto shapes = all_fact_shapes();
  const auto found = std::ranges::find(shapes, fact, &FactShape::name);
  return found == shapes.end() ? nullptr : &*found;
}

std::string listed(std::span<const std::string_view> names) {
  std::string text;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text += i + 1 == names.size() ? " or " : ", ";
    text += names[i];
  }
  return text;
}

}  // namespace quits::exchange
