#include <algorithm>

#include "base/money.h"
#include "program/encoding.h"
#include "program/encoding_parts.h"

namespace quits::program {
namespace {

using Texts = google::protobuf::RepeatedPtrField<std::string>;

void read_text(Fields& fields, const std::string& in, std::string& out) {
  fields.text("", in, out, Need::required);
}

void write_keys(const std::vector<std::string>& in, Texts& out) {
  out.Assign(in.begin(), in.end());
}

void read_coverage(Fields& fields, const v1::Coverage& in, Coverage& out) {
  fields.expect_known(in);
  fields.each("product", in.product(), out.products, read_text);
  fields.each("product_group", in.product_group(), out.product_groups, read_text);
  fields.each("except_product", in.except_product(), out.except_products, read_text);
  fields.each("except_product_group", in.except_product_group(), out.except_product_groups,
              read_text);
  fields.each("segment", in.segment(), out.segments, read_text);
  fields.each("region", in.region(), out.regions, read_text);
  fields.each("level", in.level(), out.levels, read_text);
}

void read_limit(Fields& fields, const v1::Limit& in, Currency currency, Limit& out) {
  fields.expect_known(in);
  fields.choice("scope", in.scope(), out.scope);
  const auto bound = [&](const char* name, const std::string& text,
                         std::optional<std::int64_t>& minor) {
    minor.reset();
    if (!text.empty()) fields.money(name, text, currency, minor.emplace(), Need::required);
  };
  bound("at_most", in.at_most(), out.at_most_minor);
  bound("at_least", in.at_least(), out.at_least_minor);
  out.reversal_returns_room = in.reversal_returns_room();
}

// Whose sales it pays for, and when.
void read_more(Fields& fields, const v1::CommissionPlan& in, CommissionPlan& out) {
  fields.choice("applies", in.applies(), out.applies, PlanApplies::first);
  out.override_depth = in.override_depth();
  fields.choice("override_from", in.override_from(), out.override_from, OverrideFrom::top);
  fields.choice("earned_when", in.earned_when(), out.earned_when, EarnedWhen::sold);
  out.clawback.reset();
  if (!in.has_clawback()) return;
  Fields clawback(fields, "clawback");
  clawback.expect_known(in.clawback());
  Clawback& read = out.clawback.emplace();
  clawback.choice("by", in.clawback().by(), read.by);
  read.months = in.clawback().months();
}

void read_plan(Fields& fields, const v1::CommissionPlan& in, Currency currency,
               CommissionPlan& out) {
  fields.expect_known(in);
  fields.key("name", in.name(), out.name, Need::required);
  fields.choice("earner", in.earner(), out.earner, Side::partner);
  Fields covers(fields, "covers");
  read_coverage(covers, in.covers(), out.covers);
  fields.choice("rule", in.rule(), out.rule);
  fields.choice("basis", in.basis(), out.basis);
  fields.choice("window", in.window(), out.window, Window::none);
  fields.choice("base", in.base(), out.base, Base::net);
  const bool by_amount = pays_amounts(out.rule, out.base);
  fields.each("band", in.band(), out.bands, [&](auto& element, auto& band_in, auto& band_out) {
    read_band(element, band_in, by_amount, band_out);
  });
  fields.each("limit", in.limit(), out.limits, [&](auto& element, auto& limit_in, auto& limit_out) {
    read_limit(element, limit_in, currency, limit_out);
  });
  out.hold_days = in.hold_days();
  out.recurring_months.reset();
  if (in.has_recurring()) {
    Fields recurring(fields, "recurring");
    recurring.expect_known(in.recurring());
    out.recurring_months = in.recurring().months();
  }
  read_more(fields, in, out);
}

void read_fee(Fields& fields, const v1::RecurringFee& in, Currency currency, RecurringFee& out) {
  fields.expect_known(in);
  fields.key("name", in.name(), out.name, Need::required);
  fields.choice("earner", in.earner(), out.earner, Side::principal);
  fields.money("amount", in.amount(), currency, out.amount_minor, Need::required);
  fields.choice("when", in.when(), out.when);
  fields.choice("category", in.category(), out.category, Category::program_fee);
}

void read_tax(Fields& fields, const v1::TaxRule& in, TaxRule& out) {
  fields.expect_known(in);
  fields.choice("supplier", in.supplier(), out.supplier);
  fields.choice("applies_to", in.applies_to(), out.applies_to, Category::none);
  fields.choice("category", in.category(), out.category, TaxCategory::o);
  fields.rate("rate", in.rate(), out.rate, Need::optional);
  fields.text("exemption_reason", in.exemption_reason(), out.exemption_reason);
}

void read_payment(Fields& fields, const v1::PaymentTerms& in, Currency currency,
                  PaymentTerms& out) {
  fields.expect_known(in);
  out.due_days = in.due_days();
  fields.money("minimum_payout", in.minimum_payout(), currency, out.minimum_payout_minor,
               Need::optional);
  fields.choice("collection", in.collection(), out.collection, Collection::carry);
}

void read_settlement(Fields& fields, const v1::SettlementTerms& in, SettlementTerms& out) {
  fields.expect_known(in);
  for (int i = 0; i < in.netting_size(); ++i) {
    Fields element(fields, "netting", i);
    out.netting.emplace_back();
    element.choice("", in.netting(i), out.netting.back());
  }
  out.answers = in.answers();
  out.answer_days = in.answer_days();
  fields.choice("silence", in.silence(), out.silence, Silence::accepts);
  out.confirms_obligations = in.confirms_obligations();
  out.dispute_days = in.dispute_days();
}

void write_settlement(const SettlementTerms& in, v1::SettlementTerms& out) {
  for (const NettingMode mode : in.netting) out.add_netting(static_cast<v1::NettingMode>(mode));
  out.set_answers(in.answers);
  out.set_answer_days(in.answer_days);
  if (in.silence != Silence::accepts) out.set_silence(static_cast<v1::Silence>(in.silence));
  out.set_confirms_obligations(in.confirms_obligations);
  out.set_dispute_days(in.dispute_days);
}

void read_rounding(Fields& fields, v1::RoundingMode in, Rounding& out) {
  enum class Mode : std::uint8_t { half_away_from_zero = 1, half_even = 2 };
  auto mode = Mode::half_away_from_zero;
  fields.choice("rounding", in, mode, Mode::half_away_from_zero);
  out = mode == Mode::half_even ? Rounding::half_even : Rounding::half_away_from_zero;
}

std::string major_text(std::int64_t minor, Currency currency) {
  return minor == 0 ? std::string() : Money(minor, currency).to_string();
}

void write_limit(const Limit& in, Currency currency, v1::Limit& out) {
  out.set_scope(static_cast<v1::LimitScope>(in.scope));
  if (in.at_most_minor) out.set_at_most(Money(*in.at_most_minor, currency).to_string());
  if (in.at_least_minor) out.set_at_least(Money(*in.at_least_minor, currency).to_string());
  out.set_reversal_returns_room(in.reversal_returns_room);
}

void write_plan(const CommissionPlan& in, Currency currency, v1::CommissionPlan& out) {
  out.set_name(in.name);
  out.set_earner(static_cast<v1::Side>(in.earner));
  if (in.covers == Coverage()) {
    out.clear_covers();
  } else {
    v1::Coverage& covers = *out.mutable_covers();
    write_keys(in.covers.products, *covers.mutable_product());
    write_keys(in.covers.product_groups, *covers.mutable_product_group());
    write_keys(in.covers.except_products, *covers.mutable_except_product());
    write_keys(in.covers.except_product_groups, *covers.mutable_except_product_group());
    write_keys(in.covers.segments, *covers.mutable_segment());
    write_keys(in.covers.regions, *covers.mutable_region());
    write_keys(in.covers.levels, *covers.mutable_level());
  }
  out.set_rule(static_cast<v1::Rule>(in.rule));
  out.set_basis(static_cast<v1::Basis>(in.basis));
  out.set_window(static_cast<v1::Window>(in.window));
  out.clear_band();
  for (const Band& band : in.bands) write_band(band, pays_amounts(in.rule, in.base), *out.add_band());
  if (in.base != Base::net) out.set_base(static_cast<v1::Base>(in.base));
  for (const Limit& limit : in.limits) write_limit(limit, currency, *out.add_limit());
  out.set_hold_days(in.hold_days);
  if (in.recurring_months) out.mutable_recurring()->set_months(*in.recurring_months);
  // What is as it was before the field existed stays unwritten.
  if (in.applies != PlanApplies::first) out.set_applies(static_cast<v1::PlanApplies>(in.applies));
  out.set_override_depth(in.override_depth);
  if (in.override_from != OverrideFrom::top) out.set_override_from(static_cast<v1::OverrideFrom>(in.override_from));
  if (in.earned_when != EarnedWhen::sold) out.set_earned_when(static_cast<v1::EarnedWhen>(in.earned_when));
  if (in.clawback) {
    out.mutable_clawback()->set_by(static_cast<v1::ClawbackBy>(in.clawback->by));
    out.mutable_clawback()->set_months(in.clawback->months);
  }
}

void write_fee(const RecurringFee& in, Currency currency, v1::RecurringFee& out) {
  out.set_name(in.name);
  out.set_earner(static_cast<v1::Side>(in.earner));
  out.set_amount(Money(in.amount_minor, currency).to_string());
  out.set_when(static_cast<v1::FeeWhen>(in.when));
  out.set_category(static_cast<v1::Category>(in.category));
}

void write_tax(const TaxRule& in, v1::TaxRule& out) {
  out.set_supplier(static_cast<v1::Side>(in.supplier));
  out.set_applies_to(static_cast<v1::Category>(in.applies_to));
  out.set_category(static_cast<v1::TaxCategory>(in.category));
  out.set_rate(in.rate.is_zero() ? std::string() : in.rate.to_percent_string());
  out.set_exemption_reason(in.exemption_reason);
}

}  // namespace

void read_band(Fields& fields, const v1::Band& in, bool by_amount, Band& out) {
  fields.expect_known(in);
  fields.amount("from", in.from(), out.from, Sign::any);
  out.rate = Rate();
  out.amount = Decimal();
  if (!by_amount) {
    fields.rate("rate", in.rate(), out.rate, Need::required);
    if (!in.amount().empty()) {
      fields.refuse("amount", Code::terms_invalid, "is given, and the plan pays rates",
                    "leave it out, or choose BASE_UNITS, RULE_INTERPOLATED or RULE_FIXED_STEP");
    }
    return;
  }
  fields.quantity("amount", in.amount(), out.amount, Sign::any, Decimal());
  if (!in.rate().empty()) {
    fields.refuse("rate", Code::terms_invalid, "is given, and the plan pays amounts",
                  "write amount: \"...\" instead");
  }
}

void write_band(const Band& in, bool by_amount, v1::Band& out) {
  out.set_from(in.from.to_string());
  if (!by_amount) {
    out.set_rate(in.rate.to_percent_string());
  } else if (!in.amount.is_zero()) {
    out.set_amount(in.amount.to_string());
  }
}

void read(Fields& fields, const v1::Terms& in, Terms& out) {
  fields.expect_known(in);
  fields.text("title", in.title(), out.title);
  fields.currency("currency", in.currency(), out.currency);
  fields.each("plan", in.plan(), out.plans, [&](auto& element, auto& plan_in, auto& plan_out) {
    read_plan(element, plan_in, out.currency, plan_out);
  });
  fields.each("fee", in.fee(), out.fees, [&](auto& element, auto& fee_in, auto& fee_out) {
    read_fee(element, fee_in, out.currency, fee_out);
  });
  fields.each("price", in.price(), out.prices, [](auto& element, auto& price_in, auto& price_out) {
    read(element, price_in, price_out);
  });
  fields.each("tax", in.tax(), out.taxes, read_tax);
  Fields payment(fields, "payment");
  read_payment(payment, in.payment(), out.currency, out.payment);
  read_rounding(fields, in.rounding(), out.rounding);
  out.notice_days = in.notice_days();
  const auto with_currency = [&](auto& element, auto& one_in, auto& one_out) {
    read(element, one_in, out.currency, one_out);
  };
  fields.each("level", in.level(), out.levels, with_currency);
  Fields review(fields, "level_review");
  read(review, in.level_review(), out.level_review);
  fields.each("guarantee", in.guarantee(), out.guarantees, with_currency);
  fields.each("fund", in.fund(), out.funds, with_currency);
  Fields settlement(fields, "settlement");
  read_settlement(settlement, in.settlement(), out.settlement);
}

void write(const Terms& in, v1::Terms& out) {
  out.Clear();
  out.set_title(in.title);
  out.set_currency(std::string(in.currency.code()));
  for (const CommissionPlan& plan : in.plans) write_plan(plan, in.currency, *out.add_plan());
  for (const RecurringFee& fee : in.fees) write_fee(fee, in.currency, *out.add_fee());
  for (const Price& price : in.prices) write(price, *out.add_price());
  for (const TaxRule& tax : in.taxes) write_tax(tax, *out.add_tax());
  v1::PaymentTerms& payment = *out.mutable_payment();
  payment.set_due_days(in.payment.due_days);
  payment.set_minimum_payout(major_text(in.payment.minimum_payout_minor, in.currency));
  payment.set_collection(static_cast<v1::Collection>(in.payment.collection));
  out.set_rounding(in.rounding == Rounding::half_even ? v1::ROUNDING_MODE_HALF_EVEN
                                                      : v1::ROUNDING_MODE_HALF_AWAY_FROM_ZERO);
  out.set_notice_days(in.notice_days);
  for (const Level& level : in.levels) write(level, in.currency, *out.add_level());
  if (in.level_review != LevelReview()) write(in.level_review, *out.mutable_level_review());
  for (const Guarantee& guarantee : in.guarantees) write(guarantee, in.currency, *out.add_guarantee());
  for (const Fund& fund : in.funds) write(fund, in.currency, *out.add_fund());
  if (in.settlement != SettlementTerms()) write_settlement(in.settlement, *out.mutable_settlement());
}

std::vector<Error> all_faults(const v1::Terms& message, Terms& terms,
                              const std::function<bool(const std::string&)>& lost) {
  std::vector<Error> found;
  Fields root(found);
  read(root, message, terms);
  const std::size_t unread = found.size();
  for (Error& error : check(terms)) found.push_back(std::move(error));

  const auto is_unknown = [&](const std::string& field, std::size_t before) {
    const auto same = [&](const Error& error) { return error.place.field == field; };
    return std::any_of(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(before), same) ||
           lost(field);
  };
  // Whether a plan has a window, several bands, rates or amounts depends on its rule, basis and
  // base.
  const auto depends_on_unknown = [&](const std::string& field) {
    const std::size_t end = field.find("].");
    if (!field.starts_with("plan[") || end == std::string::npos) return false;
    const std::string plan = field.substr(0, end + 2);
    const std::string_view rest = std::string_view(field).substr(plan.size());
    if (rest != "window" && rest != "band" && !rest.ends_with("].rate") &&
        !rest.ends_with("].amount"))
      return false;
    return is_unknown(plan + "rule", unread) || is_unknown(plan + "basis", unread) ||
           is_unknown(plan + "base", unread);
  };
  std::vector<Error> faults;
  for (std::size_t i = 0; i < found.size(); ++i) {
    const std::string& field = found[i].place.field;
    const Code code = found[i].code;
    if (code == Code::missing_field && lost(field)) continue;
    if (i >= unread && is_unknown(field, unread)) continue;
    // That a rate is not between 0 and 100 % holds whatever the rule.
    const bool says_what_is_there =
        code == Code::missing_field || code == Code::terms_invalid || code == Code::bands_invalid;
    const bool is_out_of_range = i >= unread && field.ends_with("].rate");
    if (says_what_is_there && !is_out_of_range && depends_on_unknown(field)) continue;
    faults.push_back(found[i]);
  }
  return faults;
}

}  // namespace quits::program
