// Prices, guarantees and funds of terms: a piece of program/encoding.h.
#include "base/money.h"
#include "program/encoding_parts.h"

namespace quits::program {
namespace {

void read_step(Fields& fields, const v1::CancellationStep& in, CancellationStep& out) {
  fields.expect_known(in);
  out.days_before = in.days_before();
  fields.rate("due", in.due(), out.due, Need::required);
}

std::string major_text(std::int64_t minor, Currency currency) {
  return minor == 0 ? std::string() : Money(minor, currency).to_string();
}

}  // namespace

void read(Fields& fields, const v1::Price& in, Price& out) {
  fields.expect_known(in);
  fields.key("item", in.item(), out.item, Need::required);
  fields.choice("earner", in.earner(), out.earner, Side::principal);
  fields.choice("category", in.category(), out.category, Category::service);
  fields.choice("rule", in.rule(), out.rule, Rule::none);
  out.unit_price = Decimal();
  if (out.rule == Rule::none) {
    fields.amount("unit_price", in.unit_price(), out.unit_price, Sign::any);
  } else if (!in.unit_price().empty()) {
    fields.refuse("unit_price", Code::terms_invalid, "is given, and the price has bands", "leave it out, or the rule and the bands");
  }
  fields.text("unit", in.unit(), out.unit);
  fields.text("description", in.description(), out.description);
  fields.date("valid_from", in.valid_from(), out.valid_from);
  fields.date("valid_until", in.valid_until(), out.valid_until);
  out.per_delivery = in.per_delivery();
  fields.choice("basis", in.basis(), out.basis, Basis::per_event);
  fields.choice("window", in.window(), out.window, Window::none);
  fields.each("band", in.band(), out.bands, [](auto& element, auto& band_in, auto& band_out) {
    read_band(element, band_in, true, band_out);
  });
  fields.each("cancellation", in.cancellation(), out.cancellation, read_step);
}

void write(const Price& in, v1::Price& out) {
  out.set_item(in.item);
  out.set_earner(static_cast<v1::Side>(in.earner));
  out.set_category(static_cast<v1::Category>(in.category));
  if (in.rule == Rule::none) out.set_unit_price(in.unit_price.to_string());
  out.set_unit(in.unit);
  out.set_description(in.description);
  if (in.valid_from) out.set_valid_from(in.valid_from->to_string());
  if (in.valid_until) out.set_valid_until(in.valid_until->to_string());
  out.set_per_delivery(in.per_delivery);
  out.set_rule(static_cast<v1::Rule>(in.rule));
  if (in.basis != Basis::per_event) out.set_basis(static_cast<v1::Basis>(in.basis));
  out.set_window(static_cast<v1::Window>(in.window));
  for (const Band& band : in.bands) write_band(band, true, *out.add_band());
  for (const CancellationStep& step : in.cancellation) {
    auto& written = *out.add_cancellation();
    written.set_days_before(step.days_before);
    written.set_due(step.due.to_percent_string());
  }
}

void read(Fields& fields, const v1::Guarantee& in, Currency currency, Guarantee& out) {
  fields.expect_known(in);
  fields.key("name", in.name(), out.name, Need::required);
  fields.choice("earner", in.earner(), out.earner, Side::partner);
  fields.money("amount", in.amount(), currency, out.amount_minor, Need::required);
  fields.choice("every", in.every(), out.every);
  fields.key("plan", in.plan(), out.plan, Need::optional);
  out.recoverable = in.recoverable();
}

void write(const Guarantee& in, Currency currency, v1::Guarantee& out) {
  out.set_name(in.name);
  out.set_earner(static_cast<v1::Side>(in.earner));
  out.set_amount(Money(in.amount_minor, currency).to_string());
  out.set_every(static_cast<v1::Every>(in.every));
  out.set_plan(in.plan);
  out.set_recoverable(in.recoverable);
}

void read(Fields& fields, const v1::Fund& in, Currency currency, Fund& out) {
  fields.expect_known(in);
  fields.key("name", in.name(), out.name, Need::required);
  fields.money("budget", in.budget(), currency, out.budget_minor, Need::required);
  fields.choice("every", in.every(), out.every);
  fields.rate("principal_share", in.principal_share(), out.principal_share, Need::required);
  out.claim_days = in.claim_days();
}

void write(const Fund& in, Currency currency, v1::Fund& out) {
  out.set_name(in.name);
  out.set_budget(Money(in.budget_minor, currency).to_string());
  out.set_every(static_cast<v1::Every>(in.every));
  out.set_principal_share(in.principal_share.to_percent_string());
  out.set_claim_days(in.claim_days);
}

void read(Fields& fields, const v1::Level& in, Currency currency, Level& out) {
  fields.expect_known(in);
  fields.key("name", in.name(), out.name, Need::required);
  out.certified = in.certified();
  fields.key("certificate", in.certificate(), out.certificate, Need::optional);
  out.new_customers = in.new_customers();
  fields.rate("retention", in.retention(), out.retention, Need::optional);
  fields.money("sales", in.sales(), currency, out.sales_minor, Need::optional);
}

void write(const Level& in, Currency currency, v1::Level& out) {
  out.set_name(in.name);
  out.set_certified(in.certified);
  out.set_certificate(in.certificate);
  out.set_new_customers(in.new_customers);
  out.set_retention(in.retention.is_zero() ? std::string() : in.retention.to_percent_string());
  out.set_sales(major_text(in.sales_minor, currency));
}

}  // namespace quits::program
