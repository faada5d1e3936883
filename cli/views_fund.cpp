#include "cli/views_fund.h"

#include <algorithm>
#include <limits>

#include "cli/views.h"
#include "ledger/lines.h"
#include "program/guarantees.h"
#include "program/parties.h"
#include "settlement/register.h"

namespace quits::cli {
namespace {

using program::AgreementVersion;
using program::FundRequest;

constexpr auto kAll = std::numeric_limits<std::size_t>::max();

std::string_view state_of(const FundRequest& request, const std::optional<Date>& last, Date on) {
  if (request.released_by) return "released";
  if (!request.approved_by) return "waiting";
  if (request.claimed_minor == request.amount_minor) return "claimed";
  return last && *last < on ? "expired" : "approved";
}

// The request as it stands, without its claims.
Result<v1::FundRequestView> view_of(const FundRequest& request, Date on, Names& names) {
  const program::Terms* terms = names.terms(request.version);
  const AgreementVersion* version = names.version(request.version);
  if (terms == nullptr || version == nullptr) {
    return refuse(Code::unknown_version, "the request's agreement is not in the book");
  }
  const Currency currency = terms->currency;
  const ledger::Record record = names.book().read(request.sequence);
  const auto fact = names.fact_of(record);
  const program::Fund* fund = program::fund_named(*terms, request.fund);
  std::optional<Date> last;
  if (fund != nullptr) {
    TRY(last, program::last_claim_day(*fund, request));
  }
  v1::FundRequestView view;
  view.set_entry(request.sequence.value);
  view.set_id(record.id.to_string());
  view.set_partner(version->partner);
  view.set_agreement(version->agreement);
  view.set_version(version->version);
  view.set_fund(request.fund);
  if (const auto* asked = std::get_if<program::FundRequested>(&fact))
    view.set_activity(asked->activity);
  view.set_on(request.day.to_string());
  view.set_requested_by(record.actor);
  view.set_currency(std::string(currency.code()));
  view.set_cost(amount_text(request.amount_minor, currency));
  view.set_share(request.share.to_percent_string());
  TRY(const auto bears, program::fund_share(request.amount_minor, request.share));
  view.set_principal_bears(amount_text(bears, currency));
  view.set_state(std::string(state_of(request, last, on)));
  view.set_claim_until(optional_date_text(last));
  view.set_claimed(amount_text(request.claimed_minor, currency));
  view.set_booked(amount_text(request.paid_minor, currency));
  const bool is_over = request.released_by || (last && *last < on);
  view.set_left(amount_text(is_over ? 0 : request.amount_minor - request.claimed_minor, currency));
  if (request.approved_by) {
    view.set_approval(request.approved_by.value);
    view.set_approved_by(names.book().read(request.approved_by).actor);
    view.set_approved_on(optional_date_text(request.approved_on));
  }
  if (request.released_by) {
    const ledger::Record released = names.book().read(request.released_by);
    const auto reason = names.fact_of(released);
    view.set_release(released.sequence.value);
    view.set_released_on(released.effective.to_string());
    if (const auto* told = std::get_if<program::FundReleased>(&reason))
      view.set_release_reason(told->reason);
  }
  return view;
}

void add_claim(const ledger::Record& record, const ledger::Item& item, program::Corrections& given,
               Names& names, v1::FundRequestView& view) {
  const Currency currency = item.key.currency;
  const auto fact = names.fact_of(record);
  v1::FundClaimView& claim = *view.add_claim();
  claim.set_entry(record.sequence.value);
  claim.set_id(record.id.to_string());
  claim.set_on(record.effective.to_string());
  if (const auto* told = std::get_if<program::FundClaimed>(&fact))
    claim.set_evidence(told->evidence);
  claim.set_cost(amount_text(item.trace.more->fund->claimed_minor, currency));
  claim.set_booked(amount_text(item.amount_minor, currency));
  claim.set_reversed_by(given.given_back(record.sequence).reversed_by.value);
}

bool is_claim_line(const ledger::LineKey& key, const FundRequest& request) {
  return key.category == ledger::Category::marketing && key.version == request.version &&
         key.term == request.fund && key.billing != ledger::Billing::nothing_due;
}

// Claims stand on the fund's lines of the request's own version.
void add_claims(service::BookFile& file, const FundRequest& request, Names& names,
                v1::FundRequestView& view) {
  storage::Database& database = file.database();
  const auto partner = program::party_by_key(database, view.partner());
  if (!partner) return;
  std::vector<ledger::Record> claims;
  for (const Period period : settlement::known_periods(database)) {
    if (period < Period::of(request.day)) continue;
    for (const ledger::Line& line : ledger::lines_of_party(database, period, partner->number)) {
      if (!is_claim_line(line.key, request)) continue;
      for (ledger::Record& record : settlement::entries_of(file.book(), line, kAll)) {
        const bool is_claim = record.kind() == program::kind::fund_claimed;
        if (is_claim && record.relates_to == request.sequence) claims.push_back(std::move(record));
      }
    }
  }
  std::sort(claims.begin(), claims.end(),
            [](const auto& one, const auto& other) { return one.sequence < other.sequence; });
  program::Corrections& given = file.program().registers().corrections;
  for (ledger::Record& record : claims) {
    names.complete(record);
    for (const ledger::Item& item : record.items) {
      if (item.trace.more->fund) add_claim(record, item, given, names, view);
    }
  }
}

}  // namespace

Status add_funds(service::BookFile& file, std::span<const AgreementVersion> versions, Date on,
                 Names& names, v1::FundList& list) {
  const std::vector<AgreementVersion> all(versions.begin(), versions.end());
  const AgreementVersion* version = program::version_on(all, on);
  const program::Terms* terms = version == nullptr ? nullptr : names.terms(version->sequence);
  if (terms == nullptr) return {};
  for (const program::Fund& fund : terms->funds) {
    const Date from = program::window_start(fund.every, Period::of(on));
    const Date until = program::window_last(fund.every, from).last_day();
    const auto requests = program::fund_requests(file.database(), versions, fund.name, from, until);
    TRY(const program::FundUse use, program::use_of(requests));
    const auto money = [&](int128 minor) { return amount_text(minor, terms->currency); };
    v1::FundView& view = *list.add_fund();
    view.set_partner(version->partner);
    view.set_agreement(version->agreement);
    view.set_fund(fund.name);
    view.set_from(from.to_string());
    view.set_until(until.to_string());
    view.set_currency(std::string(terms->currency.code()));
    view.set_share(fund.principal_share.to_percent_string());
    view.set_budget(money(fund.budget_minor));
    view.set_waiting(money(use.waiting_minor));
    view.set_approved(money(use.bound_minor));
    view.set_claimed(money(use.claimed_minor));
    view.set_free(money(int128{fund.budget_minor} - use.bound_minor));
    view.set_claim_days(fund.claim_days);
    for (const FundRequest& request : requests) {
      TRY(*view.add_request(), view_of(request, on, names));
    }
  }
  return {};
}

Result<v1::FundRequestView> request_with_claims(service::BookFile& file, const FundRequest& request,
                                                Date on, Names& names) {
  TRY(v1::FundRequestView view, view_of(request, on, names));
  add_claims(file, request, names, view);
  return view;
}

}  // namespace quits::cli
