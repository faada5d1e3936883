#include "tests/program/rating_programs.h"

#include <array>
#include <map>
#include <optional>

namespace quits::program::programs {
namespace {

using samples::rated;

constexpr std::int64_t kGrid = 20;  // edges and half of the volumes lie on it, so that edges are met

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}
  // first ... last, evenly enough.
  std::int64_t roll(std::int64_t first, std::int64_t last) {
    return first + static_cast<std::int64_t>(engine_() % static_cast<std::uint64_t>(last - first + 1));
  }
  template <class T>
  T pick(std::initializer_list<T> choices) {
    return choices.begin()[roll(0, static_cast<std::int64_t>(choices.size()) - 1)];
  }
  Day day() { return {static_cast<int>(roll(1, 12)), static_cast<int>(roll(1, 28))}; }
  std::int64_t cents() { return pick({kGrid * roll(1, 5), roll(1, 100)}); }

 private:
  std::mt19937_64 engine_;
};

Decimal cents(std::int64_t count) { return Decimal::from_millionths(count * 10'000); }

void add_bands(CommissionPlan& plan, Dice& dice) {
  const bool by_steps = plan.rule == Rule::interpolated || plan.rule == Rule::fixed_step;
  const std::int64_t count = plan.rule == Rule::flat ? 1 : dice.roll(by_steps ? 2 : 1, 6);
  std::int64_t from = 0;
  for (std::int64_t i = 0; i < count; ++i) {
    Band band;
    band.from = cents(from);
    const auto price = dice.roll(0, Rate::kWhole);
    const bool is_open = plan.rule == Rule::interpolated ? i + 1 == count : plan.rule == Rule::fixed_step && i == 0;
    if (pays_amounts(plan.rule, plan.base)) {
      band.amount = Decimal::from_millionths(is_open ? 0 : price);
    } else {
      band.rate = Rate::from_millionths(price);
    }
    plan.bands.push_back(band);
    from += kGrid * dice.roll(1, 15);
  }
}

void add_facts(Program& program, Dice& dice) {
  std::map<int, std::int64_t> left;  // of each sale
  for (std::int64_t i = dice.roll(1, 14); i > 0; --i) {
    const auto number = static_cast<int>(program.facts.size());
    if (!left.empty() && dice.roll(0, 3) == 0) {
      auto& [sale, rest] = *std::next(left.begin(), dice.roll(0, static_cast<std::int64_t>(left.size()) - 1));
      const std::int64_t part = dice.roll(0, 1) == 0 ? rest : dice.roll(0, rest);
      program.facts.push_back({dice.day(), part, sale});
      rest -= part;
    } else if (dice.roll(0, 5) == 0) {
      program.facts.push_back({dice.day(), -dice.cents(), -1});
    } else {
      program.facts.push_back({dice.day(), dice.cents(), -1});
      left[number] = program.facts.back().cents;
    }
  }
}

// The book: what was sold under each version in each window, and what each sale booked.
class Desk {
 public:
  explicit Desk(const Program& program) : program_(program) {}

  std::int64_t book(const Fact& fact) {
    const Fact& sale = fact.of < 0 ? fact : program_.facts[static_cast<std::size_t>(fact.of)];
    const std::size_t version = program_.index_on(sale.on);
    const auto window = window_of(program_.versions[version].plan, sale.on.date(), program_.versions[0].from.date());
    const Rated item = fact.of < 0 ? sell(fact, version, window) : give_back(fact, sale, version, window);
    if (window) {
      Decimal& volume = volumes_[{version, *window}];
      volume = volume.plus(item.trace.volume_after).value().minus(item.trace.volume_before).value();
    }
    return item.amount_minor;
  }

 private:
  struct Sold {
    SaleState state;
    Decimal moved;
  };

  Rated move(std::size_t version, const std::optional<Date>& window, Decimal volume) {
    const Version& own = program_.versions[version];
    if (!window) return rated(rate_event(own.plan, volume, program_.currency, own.rounding));
    std::vector<Segment> segments;
    for (std::size_t i = 0; i < program_.versions.size(); ++i) {
      segments.push_back({&program_.versions[i].plan, volumes_[{i, *window}], program_.versions[i].rounding});
    }
    return rated(rate_movement(segments, version, volume, *window, program_.currency, samples::kHalfAway));
  }

  Rated sell(const Fact& fact, std::size_t version, const std::optional<Date>& window) {
    const CommissionPlan& plan = program_.versions[version].plan;
    Sale line;
    line.amount = cents(std::max(fact.cents, -fact.cents));
    line.quantity = cents(line.amount.millionths() / 10'000 * program_.units_per_amount);
    line.gross = line.quantity;
    const Decimal counted = volume_of(plan, line).value();
    Rated item = move(version, window, fact.cents < 0 ? counted.negated().value() : counted);
    const Decimal moved = item.trace.volume_after.minus(item.trace.volume_before).value();
    sold_[&fact - program_.facts.data()] = {{Sequence{1}, cents(fact.cents), item.amount_minor, {}, 0, item.trace.true_up_minor}, moved};
    return item;
  }

  Rated give_back(const Fact& fact, const Fact& sale, std::size_t version, const std::optional<Date>& window) {
    auto& [state, moved] = sold_.at(&sale - program_.facts.data());
    const Decimal part = cents(fact.cents);
    Rated item = rated(rate_refund(state, part, program_.versions[version].rounding));
    const Decimal share = share_of_volume(moved, state.amount, state.refunded, part).value();
    state.refunded = state.refunded.plus(part).value();
    state.returned_minor -= item.trace.returned_minor;
    if (!window) return item;
    return rated(add_true_up(std::move(item), move(version, window, share.negated().value())));
  }

  const Program& program_;
  std::map<std::pair<std::size_t, Date>, Decimal> volumes_;
  std::map<std::ptrdiff_t, Sold> sold_;
};

// The oracle's view of a fact: everything that happened to one sale or credit.
struct Outcome {
  std::size_t version = 0;
  int window = 0;             // its first month; 0: the whole year
  std::int64_t volume = 0;    // hundredths that it moved
  std::int64_t cents = 0;     // its amount
  std::int64_t refunded = 0;  // of it, in the end
  std::int64_t before = 0;    // what its window held when it happened, up to its version
};

int first_month(const CommissionPlan& plan, Day on) {
  if (plan.basis == Basis::per_period) return on.month;
  return plan.window == Window::quarter ? on.month - (on.month - 1) % 3 : 0;
}

std::vector<Outcome> outcomes_of(const Program& program) {
  const CommissionPlan& any = program.versions.front().plan;
  const std::int64_t factor = any.base == Base::net ? 1 : program.units_per_amount;
  std::vector<Outcome> outcomes(program.facts.size());
  std::map<std::pair<int, std::size_t>, std::int64_t> volumes;  // of a window and version, so far
  for (std::size_t i = 0; i < program.facts.size(); ++i) {
    const Fact& fact = program.facts[i];
    if (fact.of >= 0) {
      Outcome& sale = outcomes[static_cast<std::size_t>(fact.of)];
      sale.refunded += fact.cents;
      volumes[{sale.window, sale.version}] -= fact.cents * factor;
      continue;
    }
    Outcome& sale = outcomes[i];
    sale.version = program.index_on(fact.on);
    sale.window = first_month(any, fact.on);
    sale.cents = fact.cents;
    sale.volume = fact.cents * factor;
    for (std::size_t version = 0; version <= sale.version; ++version) sale.before += volumes[{sale.window, version}];
    volumes[{sale.window, sale.version}] += sale.volume;
  }
  return outcomes;
}

// What a sale that is rated for itself leaves after its refunds.
std::int64_t left_of(std::int64_t booked, const Outcome& sale, Rounding rounding) {
  if (sale.cents == 0) return booked;
  const int128 sign = sale.cents < 0 ? -1 : 1;
  return booked - oracle::Fraction{sign * booked * sale.refunded, sign * sale.cents}.nearest(rounding);
}

}  // namespace

Date Day::date() const {
  const auto two = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
  return Date::parse_iso("2026-" + two(month) + "-" + two(day)).value();
}

std::size_t Program::index_on(Day on) const {
  std::size_t found = 0;
  for (std::size_t i = 0; i < versions.size(); ++i) {
    if (versions[i].from <= on) found = i;
  }
  return found;
}

const Version& Program::version_on(Day on) const { return versions[index_on(on)]; }

Program any_program(std::uint64_t seed) {
  Dice dice(seed);
  Program program;
  program.currency = samples::currency(dice.pick({"EUR", "JPY", "KWD"}));
  program.units_per_amount = static_cast<int>(dice.roll(1, 2));
  CommissionPlan common;
  common.name = "p";
  common.basis = dice.pick({Basis::per_event, Basis::per_period, Basis::cumulative});
  if (common.basis == Basis::cumulative) common.window = dice.pick({Window::quarter, Window::year, Window::agreement});
  common.base = dice.pick({Base::net, Base::gross, Base::units});
  const std::int64_t count = dice.roll(1, 3);
  for (std::int64_t i = 0; i < count; ++i) {
    Version version;
    version.from = i == 0 ? Day{} : Day{static_cast<int>(4 * i + dice.roll(0, 3)), static_cast<int>(dice.roll(1, 28))};
    version.plan = common;
    version.plan.rule = dice.pick({Rule::flat, Rule::marginal, Rule::whole, Rule::from_here, Rule::interpolated, Rule::fixed_step});
    version.rounding = dice.pick({Rounding::half_away_from_zero, Rounding::half_even});
    add_bands(version.plan, dice);
    program.versions.push_back(std::move(version));
  }
  add_facts(program, dice);
  return program;
}

std::int64_t booked_one_by_one(const Program& program) {
  Desk desk(program);
  std::int64_t booked = 0;
  for (const Fact& fact : program.facts) booked += desk.book(fact);
  return booked;
}

std::int64_t owed_in_all(const Program& program) {
  const int exponent = program.currency.exponent();
  const bool by_event = program.versions.front().plan.basis == Basis::per_event;
  std::vector<std::optional<oracle::Tiers>> tiers;
  for (const Version& version : program.versions) {
    auto& added = tiers.emplace_back();
    if (version.plan.rule != Rule::from_here) added.emplace(version.plan);
  }
  std::int64_t owed = 0;
  std::map<int, std::vector<std::int64_t>> windows;  // what is left in each, by version
  for (const Outcome& sale : outcomes_of(program)) {
    const Version& version = program.versions[sale.version];
    const auto& own = tiers[sale.version];
    if (by_event || !own) {
      const std::int64_t booked =
          own ? own->due(sale.volume, exponent, version.rounding)
              : oracle::price_at(version.plan, by_event ? 0 : sale.before).times(sale.volume).minor(exponent, version.rounding);
      owed += left_of(booked, sale, version.rounding);
    }
    auto& volumes = windows[sale.window];
    volumes.resize(program.versions.size());
    if (sale.cents != 0) volumes[sale.version] += sale.volume / sale.cents * (sale.cents - sale.refunded);
  }
  if (by_event) return owed;
  for (const auto& [month, volumes] : windows) {
    std::int64_t before = 0;
    for (std::size_t i = 0; i < volumes.size(); ++i) {
      if (tiers[i]) {
        owed += tiers[i]->due(before + volumes[i], exponent, program.versions[i].rounding) -
                tiers[i]->due(before, exponent, program.versions[i].rounding);
      }
      before += volumes[i];
    }
  }
  return owed;
}

std::string kind_of(const Program& program) {
  constexpr std::array kRules = {"none", "flat", "marginal", "whole", "from_here", "interpolated", "fixed_step"};
  constexpr std::array kBases = {"", "net", "gross", "units"};
  constexpr std::array kBasis = {"", "per_event", "per_period", "cumulative"};
  const CommissionPlan& plan = program.versions.front().plan;
  return std::string(kRules[static_cast<std::size_t>(plan.rule)]) + " " + kBases[static_cast<std::size_t>(plan.base)] +
         " " + kBasis[static_cast<std::size_t>(plan.basis)];
}

}  // namespace quits::program::programs
