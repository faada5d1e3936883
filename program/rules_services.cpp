// Training, services, contributions and recurring fees: priced, not rated.
#include <fmt/core.h>

#include <algorithm>

#include "program/prices.h"
#include "program/rules.h"

namespace quits::program {
namespace {

ledger::Draft draft_of(const ledger::Submission& submission, Date effective, ledger::Item item) {
  ledger::Draft draft;
  draft.id = submission.id;
  draft.effective = effective;
  draft.fact = submission.fact;
  if (item.key.billing == ledger::Billing::invoiced) draft.postings = accrual(item.key, item.amount_minor);
  draft.items.push_back(std::move(item));
  return draft;
}

}  // namespace

Result<ledger::Receipt> Rules::apply(const TrainingDelivered& fact, const Case& on) {
  TRY(const Ground ground, ground_for(fact.agreement, fact.partner, fact.on, on.writer));
  TRY(const Price* price, price_for(*ground.terms, fact.item, fact.on));
  if (price->category != Category::training && price->category != Category::certification) {
    return refuse(Code::unknown_price, fmt::format("item \"{}\" is not training", fact.item), "record it as a contribution");
  }
  TRY(const Decimal seats, Decimal::from_units(fact.seats));
  TRY(auto item, rate_delivery(ground, *price, seats, fact.on, on));
  item.key = line_key(ground.party(price->earner), ground.party(other(price->earner)), ground.terms->currency, price->category,
                      ground.version->sequence, price->item, tax_for(*ground.terms, price->earner, price->category));
  return on.writer.append(draft_of(on.submission, fact.on, std::move(item)));
}

Result<ledger::Receipt> Rules::apply(const Contribution& fact, const Case& on) {
  TRY(const Ground ground, ground_for(fact.agreement, fact.partner, fact.on, on.writer));
  const Terms& terms = *ground.terms;
  ledger::Item item;
  Side earner = fact.earner;
  Category category = fact.category;
  std::string term = fact.item;
  if (!fact.item.empty()) {
    TRY(const Price* price, price_for(terms, fact.item, fact.on));
    TRY(item, fact.statement_only ? value_delivery(ground, *price, fact.quantity, fact.on, on)
                                  : rate_delivery(ground, *price, fact.quantity, fact.on, on));
    earner = price->earner;
    category = price->category;
  } else {
    if (!fact.amount) {
      return refuse_field("contribution.amount", Code::missing_field, "a contribution has an item of the price list or an amount");
    }
    if (earner == Side::unspecified) {
      return refuse_field("contribution.earner", Code::missing_field, "who contributed? SIDE_PRINCIPAL or SIDE_PARTNER");
    }
    TRY(const Money value, money_of(*fact.amount, terms.currency, terms.rounding));
    item.amount_minor = value.minor();
    item.quantity = fact.quantity;
    item.trace.reason = ledger::Reason::value;
    term = fact.description;
  }
  item.key = line_key(ground.party(earner), ground.party(other(earner)), terms.currency, category, ground.version->sequence, term,
                      tax_for(terms, earner, category));
  if (fact.statement_only) item.key.billing = ledger::Billing::statement_only;
  return on.writer.append(draft_of(on.submission, fact.on, std::move(item)));
}

Status Rules::charge_fees(Period period, ledger::Writer& writer) {
  writer.flush();
  // Who was active: had a sale or a credit posted in the period, under whatever version of the agreement.
  const std::vector<Sequence> active = active_versions(writer.database(), period);

  const std::vector<AgreementVersion> all = all_versions(writer.database());
  for (auto first = all.begin(); first != all.end();) {
    auto end = std::find_if(first, all.end(), [&](const auto& version) { return version.agreement != first->agreement; });
    const std::vector<AgreementVersion> versions(first, end);
    first = end;
    // Due for a month of which the agreement sees a day: the month it begins in, and the month it ends in.
    const AgreementEnd* ended = register_.agreements.end_of(versions.front().agreement);
    if (ended != nullptr && ended->last_day < period.first_day()) continue;
    const Date until = ended == nullptr ? period.last_day() : std::min(ended->last_day, period.last_day());
    const AgreementVersion* in_force = version_on(versions, until);
    if (in_force == nullptr) continue;
    const bool is_active = std::any_of(versions.begin(), versions.end(), [&](const AgreementVersion& version) {
      return std::binary_search(active.begin(), active.end(), version.sequence);
    });
    TRY(const Ground ground, ground_of(*in_force, versions, writer));
    for (const RecurringFee& fee : ground.terms->fees) {
      if (fee.when == FeeWhen::active && !is_active) continue;
      ledger::Item item;
      item.key = line_key(ground.party(fee.earner), ground.party(other(fee.earner)), ground.terms->currency, fee.category,
                          in_force->sequence, fee.name, tax_for(*ground.terms, fee.earner, fee.category));
      item.amount_minor = fee.amount_minor;
      item.quantity = Decimal::from_millionths(Decimal::kMillionthsPerUnit);
      item.trace.reason = ledger::Reason::fee;
      ledger::Draft draft;
      draft.id = {std::string(ledger::kOwnSource), fmt::format("fee/{}/{}/{}", period.to_string(), in_force->sequence.value, fee.name)};
      draft.effective = period.last_day();
      draft.fact = codec_.encode(FeeCharged{in_force->agreement, fee.name, period});
      draft.postings = accrual(item.key, item.amount_minor);
      draft.items.push_back(std::move(item));
      TRY_STATUS(writer.append(std::move(draft)));
    }
  }
  return {};
}

}  // namespace quits::program
