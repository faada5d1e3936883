// quits rate: exchange rates, recorded as they were published, for runs that settle in one currency.
#include <fmt/core.h>

#include "cli/commands.h"
#include "cli/recording.h"

namespace quits::cli {
namespace {

constexpr CommandText kGroup{"rate", "Record exchange rates for settlement runs in one currency", ""};
constexpr CommandText kRecord{"record", "Record the exchange rates of a day, as somebody published them",
                              "  quits rate record EUR/USD=1.0842 EUR/CHF=0.9512 --by ECB --on 2026-03-31\n"
                              "  quits run open 2026-03 --settlement-currency EUR --rates ECB/2026-03-31\n"
                              "  quits entries --kind 'rates recorded'      every rate that was recorded\n"};

constexpr OptionName kNames[] = {{"rates_recorded.publisher", "--by"}, {"rates_recorded.on", "--on"}, {"rates_recorded.rate", "RATE"}};

struct Options {
  std::vector<std::string> rates;
  std::string by;
  std::string on;
  bool dry_run = false;
};

// "EUR/USD=1.0842": one EUR is 1.0842 USD.
Result<program::ExchangeRate> rate_of(const std::string& text) {
  const std::size_t slash = text.find('/');
  const std::size_t equals = text.find('=');
  if (slash == std::string::npos || equals == std::string::npos || equals < slash) {
    return refuse_field("RATE", Code::usage, fmt::format("\"{}\" is no rate", text), "write it like EUR/USD=1.0842: one EUR is 1.0842 USD");
  }
  program::ExchangeRate rate;
  TRY(rate.from, of_option("RATE", Currency::parse(text.substr(0, slash))));
  TRY(rate.to, of_option("RATE", Currency::parse(text.substr(slash + 1, equals - slash - 1))));
  TRY(rate.rate, of_option("RATE", Decimal::parse(text.substr(equals + 1))));
  return rate;
}

Status record_rates(Session& session, const Options& options) {
  TRY_STATUS(session.refuse_csv());
  program::RatesRecorded fact;
  fact.publisher = options.by;
  TRY(fact.on, of_option("--on", Date::parse_iso(options.on)));
  for (const std::string& text : options.rates) {
    TRY(const program::ExchangeRate rate, rate_of(text));
    fact.rates.push_back(rate);
  }
  const std::string name = fmt::format("{}/{}", options.by, options.on);
  TRY(const auto submitted, submission("rates/" + name, fact));
  TRY(const auto receipt, record_one(session, submitted, options.dry_run));
  report(session, "recorded the rates " + name, {&submitted, 1}, {&receipt, 1}, options.dry_run);
  if (!options.dry_run) session.output().note("next: quits run open KEY --settlement-currency CODE --rates {}", name);
  return {};
}

}  // namespace

void add_rate_commands(CLI::App& app, Session& session) {
  CLI::App& group = add_group(app, kGroup);
  CLI::App& command = add_command(group, kRecord);
  auto options = std::make_shared<Options>();
  command.add_option("RATE", options->rates, "FROM/TO=RATE: one FROM is so many TO")->required();
  command.add_option("--by", options->by, "Who published them")->required();
  command.add_option("--on", options->on, "Their day")->type_name("DATE")->required();
  add_dry_run(command, options->dry_run);
  on_run(command, session, [&session, options] { return in_words_of(kNames, record_rates(session, *options)); });
}

}  // namespace quits::cli
