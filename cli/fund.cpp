// quits fund: the budgets of marketing funds, what binds them, and what became of a request.
#include <fmt/core.h>

#include <charconv>

#include "cli/fund_parts.h"
#include "cli/recording.h"
#include "cli/views_fund.h"
#include "cli/wording.h"
#include "program/parties.h"
#include "storage/database.h"

namespace quits::cli {
namespace {

constexpr CommandText kText{
    "fund", "Show budgets of marketing funds, and record requests, claims and releases",
    "  quits fund list\n"
    "  quits fund request reseller campaigns 3000 --on 2026-02-01 --activity 'Trade fair'\n"
    "  quits --as maria approve cli:fund/request/reseller/campaigns/2026-02-01\n"
    "                                         a second person approves the request\n"
    "  quits fund claim cli:fund/request/reseller/campaigns/2026-02-01 2900 --on 2026-03-05 "
    "--evidence 'invoice 17'\n"
    "  quits fund release cli:fund/request/reseller/campaigns/2026-02-01 --on 2026-03-31\n"
    "  quits fund show cli:fund/request/reseller/campaigns/2026-02-01\n"};
constexpr CommandText kList{
    "list", "List the budget of every fund: what is asked for, approved, claimed and free",
    "  quits fund list                        the windows that hold today\n"
    "  quits fund list --on 2026-03-31 --partner FRANCE\n"
    "  quits fund list --requests             every request of these windows\n"
    "  quits fund list --csv\n"};
constexpr CommandText kShow{
    "show", "Show a request: its approval, its claims with evidence, and what is left of it",
    "  quits fund show cli:fund/request/reseller/campaigns/2026-02-01\n"
    "  quits fund show 42                     by its place in the log\n"};

struct ListOptions {
  std::string agreement;
  std::string partner;
  std::string on;
  bool requests = false;
};

using program::AgreementVersion;

// Of every agreement asked for, in the order of the keys.
Result<v1::FundList> funds(service::BookFile& file, const ListOptions& options, Date on) {
  storage::Database& database = file.database();
  const std::vector<AgreementVersion> all = program::all_versions(database);
  if (!options.partner.empty() && !program::party_by_key(database, options.partner))
    return refuse(program::unknown_party(database, options.partner));
  if (!options.agreement.empty() && program::versions_of(database, options.agreement).empty())
    return refuse(program::unknown_agreement(database, options.agreement));
  const auto ends = program::all_ends(database);
  Names names(file.book());
  v1::FundList list;
  for (std::size_t begin = 0, end = 0; begin < all.size(); begin = end) {
    while (end < all.size() && all[end].agreement == all[begin].agreement) ++end;
    const auto ended = ends.find(all[begin].agreement);
    const bool is_over = ended != ends.end() && ended->second.last_day < on;
    const bool is_asked_for =
        (options.agreement.empty() || all[begin].agreement == options.agreement) &&
        (options.partner.empty() || all[begin].partner == options.partner);
    if (is_over || !is_asked_for) continue;
    TRY_STATUS(add_funds(file, std::span(all).subspan(begin, end - begin), on, names, list));
  }
  return list;
}

Table budgets(const v1::FundList& list) {
  Table table({"partner", "agreement", "fund", "from", "until", Column("budget", Align::right),
               Column("waiting", Align::right), Column("approved", Align::right),
               Column("claimed", Align::right), Column("free", Align::right), "currency"});
  for (const v1::FundView& fund : list.fund()) {
    table.add({fund.partner(), fund.agreement(), fund.fund(), fund.from(), fund.until(),
               amount_cell(fund.budget()), amount_cell(fund.waiting()),
               amount_cell(fund.approved()), amount_cell(fund.claimed()), amount_cell(fund.free()),
               fund.currency()});
  }
  return table;
}

Table requests(const v1::FundList& list) {
  Table table({"id", "partner", "fund", "on", "activity", Column("cost", Align::right),
               Column("principal bears", Align::right), "state", Column("claimed", Align::right),
               Column("left", Align::right), "currency"});
  for (const v1::FundView& fund : list.fund()) {
    for (const v1::FundRequestView& request : fund.request()) {
      const bool is_over = request.state() == "released" || request.state() == "expired";
      table.add(
          {request.id(), request.partner(), request.fund(), request.on(), request.activity(),
           amount_cell(request.cost()), amount_cell(request.principal_bears()), request.state(),
           amount_cell(request.claimed()), amount_cell(request.left()), request.currency()},
          is_over ? Style::faint : Style::plain);
    }
  }
  return table;
}

Status list_funds(Session& session, const ListOptions& options) {
  Date on = session.clock().now().date();
  if (!options.on.empty()) {
    TRY(on, of_option("--on", Date::parse_iso(options.on)));
  }
  service::BookFile& file = session.book_for_reading();
  const storage::Transaction snapshot(file.database(), storage::Access::read);
  TRY(const v1::FundList list, funds(file, options, on));
  Output& output = session.output();
  if (output.wants_json()) {
    output.print_json(list);
    return {};
  }
  const Table table = options.requests ? requests(list) : budgets(list);
  if (!table.empty() || output.wants_csv()) output.print(table);
  if (!output.wants_text()) return {};
  if (list.fund().empty()) {
    output.note("no terms in force on {} have a fund", on.to_string());
  } else if (table.empty()) {
    output.note("nothing was asked for in the windows that hold {}", on.to_string());
  } else if (!options.requests) {
    output.note("amounts are what the principal bears; the requests behind them: --requests");
  }
  return {};
}

Table claims_of(const v1::FundRequestView& request) {
  Table table({Column("entry", Align::right), "on", "evidence", Column("cost", Align::right),
               Column("booked", Align::right), Column("reversed in", Align::right)});
  for (const v1::FundClaimView& claim : request.claim()) {
    table.add({count_cell(claim.entry()), claim.on(), claim.evidence(), amount_cell(claim.cost()),
               amount_cell(claim.booked()),
               claim.reversed_by() == 0 ? Cell("") : count_cell(claim.reversed_by())},
              claim.reversed_by() == 0 ? Style::plain : Style::faint);
  }
  return table;
}

std::string approval_of(const v1::FundRequestView& request) {
  if (request.approval() == 0)
    return fmt::format("not yet; a second person does: quits --as NAME approve {}", request.id());
  return fmt::format("on {} by {}, entry {}", request.approved_on(), request.approved_by(),
                     request.approval());
}

void print_request(const v1::FundRequestView& request, Output& output) {
  output.line("{}: {}", output.ink().paint(Style::strong, request.activity()), request.state());
  Table about({"", ""});
  about.add({"fund", fmt::format("{} of {}, agreement {}, version {}", request.fund(),
                                 request.partner(), request.agreement(), request.version())});
  about.add({"request", fmt::format("{}, of {}, by {}, entry {}", request.id(), request.on(),
                                    request.requested_by(), request.entry())});
  about.add({"cost",
             fmt::format("{} {}, of which the principal bears {}: {}", grouped(request.cost()),
                         request.currency(), request.share(), grouped(request.principal_bears()))});
  about.add({"approved", approval_of(request)});
  if (!request.claim_until().empty()) about.add({"last claim", request.claim_until()});
  if (request.release() != 0) {
    about.add(
        {"released",
         fmt::format("on {}, entry {}{}", request.released_on(), request.release(),
                     request.release_reason().empty() ? "" : ": " + request.release_reason())});
  }
  about.add(
      {"claimed", fmt::format("{} {}, of which the principal bears {}", grouped(request.claimed()),
                              request.currency(), grouped(request.booked()))});
  about.add({"left to claim", fmt::format("{} {}", grouped(request.left()), request.currency())});
  output.print(without_titles(about, output.ink(), 2));
  if (request.claim().empty()) return;
  output.line("");
  output.line("Claims");
  output.print(claims_of(request), 2);
}

// A number is an entry, everything else an id.
Result<program::FundRequest> request_named(service::BookFile& file, const std::string& name) {
  Sequence sequence;
  const auto [end, problem] =
      std::from_chars(name.data(), name.data() + name.size(), sequence.value);
  if (problem != std::errc() || end != name.data() + name.size()) {
    const program::FactRef ref = fact_named(name);
    const auto found = file.book().find({ref.source, ref.id});
    if (!found) {
      return refuse(Code::unknown_entry, fmt::format("nothing is recorded as {}", name),
                    "quits fund list --requests shows the ids");
    }
    sequence = *found;
  }
  const auto request = program::fund_request(file.database(), sequence);
  if (!request) {
    return refuse(Code::unknown_entry, fmt::format("entry {} is no request for a fund", name),
                  "quits fund list --requests shows the ids");
  }
  return *request;
}

Status show_request(Session& session, const std::string& name) {
  service::BookFile& file = session.book_for_reading();
  const storage::Transaction snapshot(file.database(), storage::Access::read);
  TRY(const program::FundRequest request, request_named(file, name));
  Names names(file.book());
  TRY(const v1::FundRequestView view,
      request_with_claims(file, request, session.clock().now().date(), names));
  Output& output = session.output();
  if (output.wants_json()) {
    output.print_json(view);
  } else if (output.wants_csv()) {
    output.print(claims_of(view));
  } else {
    print_request(view, output);
  }
  return {};
}

}  // namespace

void add_fund_commands(CLI::App& app, Session& session) {
  CLI::App& group = add_group(app, kText);
  CLI::App& list = add_command(group, kList);
  auto listed = std::make_shared<ListOptions>();
  CLI::Option* agreement =
      list.add_option("--agreement", listed->agreement, "Only of this one")->type_name("KEY");
  list.add_option("--partner", listed->partner, "Only of its agreements")
      ->type_name("PARTY")
      ->excludes(agreement);
  list.add_option("--on", listed->on, "The windows that hold this day; else today")
      ->type_name("DATE");
  list.add_flag("--requests", listed->requests, "One row per request instead of per fund");
  on_run(list, session, [&session, listed] { return list_funds(session, *listed); });

  CLI::App& show = add_command(group, kShow);
  auto shown = std::make_shared<std::string>();
  show.add_option("REQUEST", *shown, "Its sender's id, SOURCE:ID, or its entry")->required();
  on_run(show, session, [&session, shown] { return show_request(session, *shown); });

  add_fund_request(group, session);
  add_fund_claim(group, session);
  add_fund_release(group, session);
}

}  // namespace quits::cli
