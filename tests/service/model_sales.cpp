// Sales in the model: what they earn, who shares it, what customers pay, and what goes back.
#include <algorithm>

#include "tests/service/model.h"

namespace quits::test {

using namespace program;

namespace {

bool lists(const std::vector<std::string>& list, const std::string& word) {
  return std::count(list.begin(), list.end(), word) > 0;
}

// The workloads tell products apart, nothing else.
const CommissionPlan* covering(const Terms& terms, const Sale& sale) {
  for (const CommissionPlan& plan : terms.plans) {
    const bool wanted = plan.covers.products.empty() || lists(plan.covers.products, sale.product);
    if (wanted && !lists(plan.covers.except_products, sale.product)) return &plan;
  }
  return nullptr;
}

int window_months(const CommissionPlan& plan) {
  if (plan.basis == Basis::per_period) return 1;
  if (plan.window == Window::quarter) return 3;
  return plan.window == Window::year ? 12 : 0;
}

Date window_start(const CommissionPlan& plan, Date on, Date agreement_start) {
  const int months = window_months(plan);
  if (months == 0) return agreement_start;
  int month = on.month();
  while ((month - 1) % months != 0) --month;
  return Date::of(on.year(), month, 1).value();
}

bool waits_for_payment(const CommissionPlan& plan, ledger::FactKind kind) {
  return plan.earned_when == EarnedWhen::paid && kind == kind::sale;
}

}  // namespace

std::vector<std::int64_t> naive_parts(std::int64_t whole,
                                      const std::vector<std::int64_t>& weights) {
  const std::int64_t sign = whole < 0 ? -1 : 1;
  int128 all = 0;
  for (const std::int64_t weight : weights) all += weight;
  std::vector<std::int64_t> parts;
  std::vector<int128> lost;
  std::int64_t left = sign * whole;
  for (const std::int64_t weight : weights) {
    const int128 exact = int128{sign * whole} * weight;
    parts.push_back(static_cast<std::int64_t>(exact / all));
    lost.push_back(exact % all);
    left -= parts.back();
  }
  for (; left > 0; --left) {
    const auto most = std::max_element(lost.begin(), lost.end()) - lost.begin();
    ++parts[static_cast<std::size_t>(most)];
    lost[static_cast<std::size_t>(most)] = -1;
  }
  for (std::int64_t& part : parts) part *= sign;
  return parts;
}

std::int64_t Model::window_due(const std::string& agreement, const std::string& plan, Date window,
                               std::optional<std::size_t> only) const {
  std::int64_t due = 0;
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < versions_.size(); ++i) {
    if (!versions_[i].accepted || versions_[i].proposal.agreement != agreement) continue;
    const CommissionPlan* known = plan_named(i, plan);
    if (known == nullptr || known->basis == Basis::per_event) continue;
    const std::int64_t before = sum;
    for (const Booking& booking : bookings_) {
      if (booking.version == i && booking.term == plan && booking.window == window)
        sum += booking.base;
    }
    const Terms& terms = versions_[i].proposal.terms;
    if (sum == before || (only && *only != i)) continue;
    due += naive_due(*known, sum, terms.currency, terms.rounding) -
           naive_due(*known, before, terms.currency, terms.rounding);
  }
  return due;
}

void Model::add_with_window(Booking booking) {
  const std::string agreement = versions_[booking.version].proposal.agreement;
  const auto due = [&](std::optional<std::size_t> only) {
    return window_due(agreement, booking.term, *booking.window, only);
  };
  const std::int64_t all = due({});
  const std::int64_t own = due(booking.version);
  bookings_.push_back(booking);
  bookings_.back().amount = due({}) - all;
  bookings_.back().whole = due(booking.version) - own;
}

Model::Refusal Model::share_out(const Sale& sale, const Booking& own, std::vector<Booking>& others,
                                std::vector<std::int64_t>& weights) const {
  const AgreementProposed& agreed = versions_[own.version].proposal;
  std::set<std::string> seen;
  std::int64_t sum = 0;
  weights.push_back(0);
  for (const Share& share : sale.split) {
    if (std::count(parties_.begin(), parties_.end(), share.party) == 0) return Code::unknown_party;
    if (!seen.insert(share.party).second) return Code::bad_value;
    sum += share.share.millionths();
    if (share.party == agreed.partner) {
      weights.front() = share.share.millionths();
      continue;
    }
    std::map<std::string, std::size_t> theirs;  // by agreement: the version in force
    for (std::size_t i = 0; i < versions_.size(); ++i) {
      const AgreementProposed& known = versions_[i].proposal;
      const bool fits = versions_[i].accepted && known.partner == share.party &&
                        known.principal == agreed.principal &&
                        known.terms.currency == agreed.terms.currency;
      if (fits && known.effective_from <= sale.on) theirs[known.agreement] = i;
    }
    if (theirs.empty()) return Code::no_agreement;
    if (theirs.size() > 1) return Code::ambiguous_agreement;
    Booking other =
        booking({own.id, ""}, ledger::FactKind::none, theirs.begin()->second, Side::partner,
                Category::commission, own.term + ", shared by " + agreed.partner, sale.on);
    others.push_back(other);
    weights.push_back(share.share.millionths());
  }
  return sum == Rate::kWhole ? Refusal() : Code::bad_value;
}

// They stand right behind the seller's.
std::vector<Booking> Model::shares_of(const FactId& id) const {
  std::vector<Booking> shares;
  for (const Booking& booking : bookings_) {
    if (booking.id == id && booking.kind == ledger::FactKind::none) shares.push_back(booking);
  }
  return shares;
}

void Model::divide(std::vector<Booking> others) {
  Booking& own = bookings_.back();
  if (own.weights.empty()) return;
  const std::vector<std::int64_t> parts = naive_parts(own.whole, own.weights);
  own.amount += parts.front() - own.whole;
  const Booking first = own;
  for (std::size_t i = 0; i < others.size(); ++i) {
    Booking& other = others[i];
    other.id = first.id;
    other.billing = first.billing;
    other.base = first.base;
    other.quantity = first.quantity;
    other.posted = first.posted;
    other.amount = parts[i + 1];
    bookings_.push_back(other);
  }
}

void Model::earn(Booking made, std::int64_t before, Date on, std::vector<Booking> others) {
  const CommissionPlan& plan = *plan_named(made.version, made.term);
  const Terms& terms = versions_[made.version].proposal.terms;
  if (plan.basis == Basis::per_event) {
    made.whole = naive_due(plan, before + made.base, terms.currency, terms.rounding) -
                 naive_due(plan, before, terms.currency, terms.rounding);
    made.amount = made.whole;
    bookings_.push_back(made);
  } else {
    made.window =
        window_start(plan, on, agreement_start(versions_[made.version].proposal.agreement));
    add_with_window(made);
  }
  divide(std::move(others));
}

Model::Refusal Model::sell(const Sale& sale, std::int64_t volume, ledger::FactKind kind,
                           const Case& on) {
  const auto version = version_for(sale.agreement, sale.seller, sale.on);
  if (!version) return Code::no_agreement;
  const CommissionPlan* plan = covering(versions_[*version].proposal.terms, sale);
  Booking made = booking(on, kind, *version, plan == nullptr ? Side::partner : plan->earner,
                         Category::commission, plan == nullptr ? "" : plan->name, sale.on);
  made.base = volume;
  made.quantity = sale.quantity.millionths();
  std::vector<Booking> others;
  std::vector<std::int64_t> weights;
  if (!sale.split.empty()) {
    if (const auto refusal = share_out(sale, made, others, weights)) return refusal;
  }
  // What the principal earns is not shared, nor is nothing.
  if (plan != nullptr && plan->earner == Side::partner) made.weights = weights;
  if (plan == nullptr) {
    made.billing = ledger::Billing::nothing_due;
    made.tax = {TaxCategory::none, Rate(), ""};
    bookings_.push_back(made);
  } else if (waits_for_payment(*plan, kind)) {
    made.billing = ledger::Billing::nothing_due;
    bookings_.push_back(made);
    divide(std::move(others));
  } else {
    earn(made, 0, sale.on, std::move(others));
  }
  return {};
}

std::int64_t Model::given_back(const FactId& of) const {
  std::int64_t sum = 0;
  for (const Return& back : returns_) sum += back.of == of ? back.volume : 0;
  return sum;
}

std::vector<FactId> Model::payments_of(const FactId& sale) const {
  std::vector<FactId> payments;
  for (auto one = entries_.rbegin(); one != entries_.rend(); ++one) {
    const auto* paid = std::get_if<CustomerPayment>(&one->fact);
    if (paid != nullptr && named(paid->sale, {one->id, one->actor}) == sale)
      payments.push_back(one->id);
  }
  return payments;
}

std::int64_t Model::paid_of(const FactId& sale) const {
  std::int64_t sum = 0;
  for (const FactId& payment : payments_of(sale))
    sum += booking_of(payment)->base - given_back(payment);
  return sum;
}

Model::Refusal Model::apply(const CustomerPayment& fact, const Case& on) {
  const ModelEntry* sale = entry(named(fact.sale, on));
  if (sale == nullptr || !std::holds_alternative<Sale>(sale->fact)) return Code::unknown_entry;
  if (reversed_.count(sale->id) > 0) return Code::refund_exceeds_sale;
  const Booking sold = *booking_of(sale->id);
  const std::int64_t paid = paid_of(sale->id);
  if (fact.amount.millionths() > sold.base - given_back(sale->id) - paid)
    return Code::payment_exceeds_open;
  const CommissionPlan* plan = plan_named(sold.version, sold.term);
  Booking made = sold;
  made.id = on.id;
  made.kind = kind::customer_payment;
  made.base = fact.amount.millionths();
  made.quantity = 0;
  made.posted = posting_period(fact.on);
  if (plan != nullptr && waits_for_payment(*plan, kind::sale)) {
    made.billing = ledger::Billing::invoiced;
    earn(made, paid, fact.on, shares_of(sale->id));
    return {};
  }
  made.billing = ledger::Billing::nothing_due;  // nobody waited for it
  made.amount = 0;
  made.whole = 0;
  made.weights.clear();
  made.window.reset();
  bookings_.push_back(made);
  return {};
}

Model::Refusal Model::give_back(const FactId& of, std::int64_t volume, Date on, const Case& by,
                                ledger::FactKind kind) {
  const Booking sold = *booking_of(of);
  std::vector<Booking> others = shares_of(of);
  const std::int64_t before = given_back(of);
  const std::int64_t all = before + volume;
  if (sold.base == 0 || (sold.base > 0 ? all < 0 || all > sold.base : all > 0 || all < sold.base))
    return Code::refund_exceeds_sale;
  const Rounding rounding = versions_[sold.version].proposal.terms.rounding;
  const auto share = [&](std::int64_t booked, std::int64_t back) {
    return naive_rounded(int128{booked} * back, sold.base, rounding);
  };
  Booking made = sold;
  made.id = by.id;
  made.kind = kind;
  made.base = -volume;
  made.quantity = 0;
  made.amount = share(sold.amount, before) - share(sold.amount, all);
  made.window.reset();
  made.posted = posting_period(on);
  std::int64_t of_others = 0;
  if (!sold.weights.empty()) {
    const auto had = naive_parts(share(sold.whole, before), sold.weights);
    const auto has = naive_parts(share(sold.whole, all), sold.weights);
    std::int64_t whole = 0;
    for (const Booking& other : others) whole += other.amount;
    const std::int64_t true_up = sold.amount + whole - sold.whole;
    made.amount = had[0] - has[0] + share(true_up, before) - share(true_up, all);
    for (std::size_t i = 0; i < others.size(); ++i) {
      others[i].id = by.id;
      others[i].base = -volume;
      others[i].quantity = 0;
      others[i].amount = had[i + 1] - has[i + 1];
      others[i].posted = made.posted;
      of_others += others[i].amount;
    }
  }
  returns_.push_back({of, by.id, volume});
  const int months = sold.window ? window_months(*plan_named(sold.version, sold.term)) : 0;
  const bool is_open = sold.window && (months == 0 || closed_.empty() ||
                                       closed_.back() < Period::of(*sold.window).plus(months - 1));
  if (is_open) {
    made.window = sold.window;
    add_with_window(made);
    bookings_.back().amount -= of_others;
  } else {
    bookings_.push_back(made);
  }
  bookings_.insert(bookings_.end(), others.begin(), others.end());
  return {};
}

void Model::give_back_payments(const FactId& sale, std::int64_t volume, Date on, const Case& by,
                               ledger::FactKind kind) {
  for (const FactId& payment : payments_of(sale)) {
    const std::int64_t left = booking_of(payment)->base - given_back(payment);
    const std::int64_t part = std::min(left, volume);
    if (part <= 0) continue;
    give_back(payment, part, on, by, kind);
    volume -= part;
  }
}

// What is not paid yet goes back first.
Model::Refusal Model::apply(const Refund& fact, const Case& on) {
  const ModelEntry* sale = entry(named(fact.sale, on));
  if (sale == nullptr || !std::holds_alternative<Sale>(sale->fact)) return Code::unknown_entry;
  const FactId id = sale->id;
  if (const auto refusal = give_back(id, fact.amount.millionths(), fact.on, on, kind::refund))
    return refusal;
  const std::int64_t left = booking_of(id)->base - given_back(id);
  give_back_payments(id, paid_of(id) - left, fact.on, on, kind::refund);
  return {};
}

Model::Refusal Model::reverse_sold(const ModelEntry& target, Date day, const Case& on) {
  const FactId id = target.id;
  const auto rest_of = [&](const FactId& of) { return booking_of(of)->base - given_back(of); };
  if (const auto* refund = std::get_if<Refund>(&target.fact)) {
    const FactId sale = named(refund->sale, {id, on.actor});
    if (reversed_.count(sale) > 0) return Code::already_reversed;
    const std::vector<Return> all = returns_;
    for (const Return& back : all) {
      if (back.by == id && reversed_.count(back.of) == 0)
        give_back(back.of, -back.volume, day, on, kind::reversal);
    }
    return {};
  }
  if (const auto* paid = std::get_if<CustomerPayment>(&target.fact)) {
    if (reversed_.count(named(paid->sale, {id, on.actor})) > 0) return Code::already_reversed;
    if (rest_of(id) == 0) return Code::already_reversed;
    return give_back(id, rest_of(id), day, on, kind::reversal);
  }
  if (booking_of(id)->base == 0) return {};
  if (rest_of(id) == 0) return Code::already_reversed;
  give_back(id, rest_of(id), day, on, kind::reversal);
  give_back_payments(id, paid_of(id), day, on, kind::reversal);
  return {};
}

}  // namespace quits::test
