#include "bench/workload.h"

#include <fmt/core.h>

namespace quits::bench {
namespace {

std::string partner_key(std::size_t number) { return fmt::format("PARTNER-{:05}", number); }

Date first_day() { return Date::parse_iso("2025-01-01").value(); }

}  // namespace

Timestamp workload_now() { return Timestamp::parse("2026-06-01T00:00:00Z").value(); }

ledger::RecordOptions as_bench() {
  ledger::RecordOptions options;
  options.actor = "bench";
  return options;
}

// SplitMix64: the same stream on every machine.
std::uint64_t Workload::random() {
  std::uint64_t mixed = state_ += 0x9E3779B97F4A7C15U;
  mixed = (mixed ^ (mixed >> 30U)) * 0xBF58476D1CE4E5B9U;
  mixed = (mixed ^ (mixed >> 27U)) * 0x94D049BB133111EBU;
  return mixed ^ (mixed >> 31U);
}

program::Terms Workload::terms() const {
  program::Terms terms;
  terms.title = "Reseller terms";
  terms.currency = Currency::parse("EUR").value();
  program::CommissionPlan plan;
  plan.name = "standard";
  plan.rule = program::Rule::marginal;
  plan.basis = program::Basis::per_period;
  for (const auto& [from, rate] : {std::pair("0", "5 %"), {"1000", "8 %"}, {"5000", "10 %"}, {"20000", "12 %"}}) {
    plan.bands.push_back({Decimal::parse(from).value(), Rate::parse(rate).value()});
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

void Workload::open(ledger::Book& book) {
  std::vector<ledger::Submission> facts;
  const auto add = [&](std::string id, const program::Fact& fact) { facts.push_back({{"setup", std::move(id)}, codec_.encode(fact)}); };
  add("open", program::BookOpened{"Benchmark", "OPERATOR"});
  add("operator", program::PartyRegistered{"OPERATOR", "Operator", "", "", true});
  for (std::size_t i = 0; i < options_.partners; ++i) {
    const std::string key = partner_key(i);
    add("party/" + key, program::PartyRegistered{key, key, "", "", false});
    add("propose/" + key, program::AgreementProposed{"reseller/" + key, 1, "OPERATOR", key, first_day(), "OPERATOR", terms()});
    add("accept/" + key, program::AgreementAccepted{"reseller/" + key, 1, key});
  }
  const auto result = book.record(facts, as_bench());
  CHECK(result.committed, "the workload's program was refused: {}", to_string(result.receipts.back().error()));
}

std::vector<ledger::Submission> Workload::sales(std::size_t count) {
  std::vector<ledger::Submission> facts;
  facts.reserve(count);
  program::Sale sale;
  for (std::size_t i = 0; i < count; ++i, ++made_) {
    const std::uint64_t dice = random();
    sale.seller = partner_key(dice % options_.partners);
    sale.on = first_day().plus_days(static_cast<std::int64_t>((dice >> 20U) % (options_.months * 30))).value();
    sale.amount = Decimal::from_millionths(static_cast<std::int64_t>(1 + (dice >> 32U) % 50'000) * 10'000);
    sale.product = fmt::format("SKU-{:04}", (dice >> 40U) % 5000);
    sale.customer = fmt::format("{}", 10'000 + (dice >> 48U) % 5000);
    sale.quantity = Decimal::from_millionths(static_cast<std::int64_t>(1 + dice % 9) * Decimal::kMillionthsPerUnit);
    sale.document = fmt::format("{}", 500'000 + made_ / 8);
    const std::uint64_t id = options_.ids == IdShape::ordered ? made_ : random();
    facts.push_back({{"billing", options_.ids == IdShape::ordered ? fmt::format("sale-{:012}", id) : fmt::format("{:016x}", id)},
                     codec_.encode(sale)});
  }
  return facts;
}

}  // namespace quits::bench
