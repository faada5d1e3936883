// Exchange rates: recorded as they were published, and named by the runs that convert with them.
#include <fmt/core.h>

#include <algorithm>
#include <set>

#include "settlement/rules.h"

namespace quits::settlement {

using namespace program;

Result<ledger::Receipt> Rules::apply(const RatesRecorded& fact, const Case& on) {
  std::set<std::pair<int, int>> pairs;
  for (std::size_t i = 0; i < fact.rates.size(); ++i) {
    const ExchangeRate& rate = fact.rates[i];
    const std::string field = fmt::format("rates_recorded.rate[{}]", i);
    if (rate.from == rate.to) return refuse_field(field + ".to", Code::bad_value, "is the same currency", "name the other one");
    const auto [lower, upper] = std::minmax({rate.from.numeric(), rate.to.numeric()});  // a list: values, not references
    if (!pairs.emplace(lower, upper).second) {
      return refuse_field(field, Code::already_exists, fmt::format("there is a rate between {} and {} already", rate.from.code(), rate.to.code()),
                          "one rate between two currencies: which one a run took would be a matter of luck");
    }
  }
  if (fact.on > on.writer.now().date()) {
    return refuse_field("rates_recorded.on", Code::date_out_of_range, fmt::format("{} is yet to come", fact.on.to_string()));
  }
  return append(fact, fact.on, {}, on);
}

Result<std::uint64_t> Rules::rates_of(const RunOpened& fact, const Case& on) {
  const FactId id{fact.rates.source.empty() ? on.submission.id.source : fact.rates.source, fact.rates.id};
  const auto sequence = on.writer.find(id);
  const bool known = sequence && *sequence < on.writer.next_sequence();
  if (!known || on.writer.read(*sequence).kind() != kind::rates_recorded) {
    return refuse_field("run_opened.rates", Code::not_found, fmt::format("there are no exchange rates {}", id.to_string()),
                        "record them first: quits rate record");
  }
  TRY(const RatesRecorded rates, read_as<RatesRecorded>(*sequence, on.writer));
  if (rates.on > fact.on) {
    return refuse_field("run_opened.rates", Code::date_out_of_range,
                        fmt::format("the rates are of {}, after the day of the set-off", rates.on.to_string()));
  }
  return sequence->value;
}

}  // namespace quits::settlement
