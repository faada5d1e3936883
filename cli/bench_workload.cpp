#include "cli/bench_workload.h"

#include <fmt/core.h>

#include <array>

#include "base/check.h"

namespace quits::cli {
namespace {

struct TextBand {
  const char* from;
  const char* rate;
};
constexpr std::array kBands{TextBand{"0", "5 %"}, TextBand{"1000", "8 %"}, TextBand{"5000", "10 %"},
                            TextBand{"20000", "12 %"}};

Date first_day() { return Date::parse_iso("2025-01-01").value(); }

program::Terms reseller_terms() {
  program::Terms terms;
  terms.title = "Reseller terms";
  terms.currency = Currency::parse("EUR").value();
  program::CommissionPlan plan;
  plan.name = "standard";
  plan.rule = program::Rule::marginal;
  plan.basis = program::Basis::per_period;
  for (const TextBand& band : kBands) {
    plan.bands.push_back({Decimal::parse(band.from).value(), Rate::parse(band.rate).value()});
  }
  terms.plans.push_back(std::move(plan));
  program::RecurringFee fee;
  fee.name = "program fee";
  fee.amount_minor = 15'000;
  fee.when = program::FeeWhen::active;
  terms.fees.push_back(std::move(fee));
  terms.payment.minimum_payout_minor = 5'000;
  return terms;
}

}  // namespace

Timestamp workload_now() { return Timestamp::parse("2026-06-01T00:00:00Z").value(); }

std::string partner_key(std::size_t number) { return fmt::format("PARTNER-{:05}", number); }

ledger::RecordOptions as_bench() {
  ledger::RecordOptions options;
  options.actor = "bench";
  return options;
}

void record_all(ledger::Book& book, const std::vector<ledger::Submission>& facts) {
  const auto result = book.record(facts, as_bench());
  CHECK(result.committed, "the workload was refused: {}",
        to_string(result.receipts.back().error()));
}

// SplitMix64: the same stream on every machine.
std::uint64_t Workload::random() {
  std::uint64_t mixed = state_ += 0x9E3779B97F4A7C15U;
  mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
  mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
  return mixed ^ (mixed >> 31U);
}

void Workload::open(ledger::Book& book) {
  std::vector<ledger::Submission> facts;
  const auto add = [&](std::string id, const program::Fact& fact) {
    facts.push_back({{"setup", std::move(id)}, codec_.encode(fact)});
  };
  add("open", program::BookOpened{"Benchmark", "OPERATOR"});
  add("operator", program::PartyRegistered{"OPERATOR", "Operator", "", "", true});
  program::Terms terms = reseller_terms();
  if (options_.nets_among_many) terms.settlement.netting = {program::NettingMode::multilateral};
  for (std::size_t i = 0; i < options_.partners; ++i) {
    const std::string key = partner_key(i);
    const std::string agreement = "reseller/" + key;
    add("party/" + key, program::PartyRegistered{key, key, "", "", false});
    add("propose/" + key,
        program::AgreementProposed{agreement, 1, "OPERATOR", key, first_day(), "OPERATOR", terms});
    add("accept/" + key, program::AgreementAccepted{agreement, 1, key});
  }
  record_all(book, facts);
}

FactId Workload::next_id() {
  if (options_.ids == IdShape::ordered) return {"billing", fmt::format("sale-{:012}", made_)};
  return {"billing", fmt::format("{:016x}", random())};
}

program::Sale Workload::next_sale() {
  const std::uint64_t dice = random();
  const std::uint64_t seller = options_.sellers == Sellers::random ? dice : made_;
  program::Sale sale;
  sale.seller = partner_key(seller % options_.partners);
  sale.on = first_day()
                .plus_days(static_cast<std::int64_t>((dice >> 20U) % (options_.months * 30)))
                .value();
  sale.amount =
      Decimal::from_millionths(static_cast<std::int64_t>(1 + (dice >> 32U) % 50'000) * 10'000);
  sale.product = fmt::format("SKU-{:04}", (dice >> 40U) % 5000);
  sale.customer = fmt::format("{}", 10'000 + (dice >> 48U) % 5000);
  sale.quantity = Decimal::from_millionths(static_cast<std::int64_t>(1 + dice % 9) *
                                           Decimal::kMillionthsPerUnit);
  sale.document = fmt::format("{}", 500'000 + made_ / 8);
  return sale;
}

std::vector<ledger::Submission> Workload::sales(std::size_t count) {
  std::vector<ledger::Submission> facts;
  facts.reserve(count);
  for (std::size_t i = 0; i < count; ++i, ++made_) {
    std::string bytes = codec_.encode(next_sale());
    facts.push_back({next_id(), std::move(bytes)});
  }
  return facts;
}

}  // namespace quits::cli
