// quits calendar: what is due when, and the days that decide it.
#include <fmt/core.h>

#include <CLI/App.hpp>

#include "cli/commands.h"
#include "cli/recording.h"
#include "cli/views.h"
#include "settlement/calendar.h"
#include "settlement/register.h"
#include "storage/database.h"

namespace quits::cli {
namespace {

constexpr CommandText kText{"calendar", "Show what is due when, and set the days of the month end",
                            "  quits calendar\n"
                            "  quits calendar set --from 2026-01 --close 5 --review 10 --pay 20\n"};
constexpr CommandText kSet{
    "set", "Set the days on which periods close, are reviewed and are paid, from one period on",
    "  quits calendar set --from 2026-01 --close 5 --review 10 --pay 20\n"
    "  quits calendar set --from 2026-01 --close 5 --review 10 --pay 5 --pay-months 2\n"};

struct SetOptions {
  program::CalendarSet calendar;
  std::string from;
  bool dry_run = false;
};

constexpr OptionName kNames[] = {{"calendar_set.from_period", "--from"},
                                 {"calendar_set.close_day", "--close"},
                                 {"calendar_set.review_day", "--review"},
                                 {"calendar_set.payment_day", "--pay"},
                                 {"calendar_set.payment_months", "--pay-months"}};

std::string days_text(std::int32_t days) {
  return fmt::format("{} {}", days, days == 1 ? "day" : "days");
}

std::string state_of(const settlement::DueStep& step, std::int32_t days) {
  if (step.done_on) return "done on " + step.done_on->to_string();
  if (days > 0) return "due in " + days_text(days);
  if (days == 0) return step.ends ? "ends today" : "due today";
  return step.ends ? "over" : "overdue by " + days_text(-days);
}

v1::CalendarStepView view_of(const settlement::DueStep& step, Date today) {
  v1::CalendarStepView view;
  view.set_step(std::string(settlement::name_of(step.step)));
  view.set_on(step.on.to_string());
  view.set_done_on(optional_date_text(step.done_on));
  view.set_days(days_between(today, step.on));
  view.set_state(state_of(step, view.days()));
  view.set_early_because(step.early_because);
  return view;
}

v1::CalendarRuleView view_of(const settlement::Calendar& calendar) {
  v1::CalendarRuleView view;
  view.set_from_period(calendar.from_period.to_string());
  view.set_close_day(calendar.close_day);
  view.set_review_day(calendar.review_day);
  view.set_payment_day(calendar.payment_day);
  view.set_payment_months(calendar.payment_months);
  view.set_entry(calendar.sequence.value);
  return view;
}

Result<v1::CalendarView> describe(service::BookFile& file, Date today) {
  v1::CalendarView view;
  view.set_today(today.to_string());
  for (const auto& calendar : settlement::all_calendars(file.database()))
    *view.add_calendar() = view_of(calendar);
  TRY(const auto periods, settlement::due_periods(file.book()));
  for (const settlement::DuePeriod& due : periods) {
    v1::CalendarPeriodView& period = *view.add_period();
    period.set_period(due.period.to_string());
    period.set_stage(
        std::string(settlement::name_of(settlement::stage_of(file.database(), due.period))));
    for (const settlement::DueStep& step : due.steps) *period.add_step() = view_of(step, today);
  }
  return view;
}

std::string words_of(const v1::CalendarStepView& step) {
  if (step.step() == "count") return "facts count until";
  if (step.step() == "close") return "close from";
  if (step.step() == "review") return "review until";
  if (step.step() == "settle") return "settle from";
  return "pay on";
}

std::string rule_text(const v1::CalendarRuleView& rule) {
  const std::string months =
      rule.payment_months() == 1 ? "" : fmt::format(", {} months after it", rule.payment_months());
  return fmt::format("From {} on: facts count until day {}, review until day {}, pay on day {}{}",
                     rule.from_period(), rule.close_day(), rule.review_day(), rule.payment_day(),
                     months);
}

Style style_of(const v1::CalendarStepView& step) {
  if (step.state().starts_with("overdue")) return Style::bad;
  return step.done_on().empty() && step.state() != "over" ? Style::plain : Style::faint;
}

// A period without a calendar has one row that says so; a spreadsheet has rows of days only.
Table table_of(const v1::CalendarView& view, bool for_people) {
  Table table({"period", "stage", "what", "on", "state", "early because"});
  for (const v1::CalendarPeriodView& period : view.period()) {
    if (period.step().empty() && for_people)
      table.add({period.period(), period.stage(), "no calendar", "", "", ""}, Style::faint);
    for (const v1::CalendarStepView& step : period.step()) {
      table.add({period.period(), period.stage(), for_people ? words_of(step) : step.step(),
                 step.on(), step.state(), step.early_because()},
                style_of(step));
    }
  }
  return table;
}

Status show(Session& session) {
  service::BookFile& file = session.book_for_reading();
  const storage::Transaction snapshot(file.database(), storage::Access::read);
  TRY(const v1::CalendarView view, describe(file, session.clock().now().date()));
  Output& output = session.output();
  if (output.wants_json()) {
    output.print_json(view);
    return {};
  }
  if (output.wants_csv()) {
    output.print(table_of(view, false));
    return {};
  }
  if (view.calendar().empty()) {
    output.line("No calendar is set: periods close and are settled when somebody does it");
    output.line("Set one: quits calendar set --from PERIOD --close 5 --review 10 --pay 20");
    return {};
  }
  for (const v1::CalendarRuleView& rule : view.calendar()) output.line("{}", rule_text(rule));
  const Table table = table_of(view, true);
  if (table.empty()) return {};
  output.line("");
  output.print(table);
  return {};
}

// Set again as it is, it is the record that is there; another one in its place says what it replaces.
std::string id_of(service::BookFile& file, const program::CalendarSet& set) {
  const std::string days = fmt::format("{}-{}-{}-{}", set.close_day, set.review_day,
                                       set.payment_day, set.payment_months);
  const std::string id = fmt::format("calendar/{}/{}", set.from_period.to_string(), days);
  const auto known = settlement::calendar_for(file.database(), set.from_period);
  if (!known || known->from_period != set.from_period) return id;
  const bool same = known->close_day == set.close_day && known->review_day == set.review_day &&
                    known->payment_day == set.payment_day &&
                    known->payment_months == set.payment_months;
  const FactId recorded = file.book().read(known->sequence).id;
  if (same && recorded.source == kOwnSource) return recorded.external_id;
  return fmt::format("{}/after/{}", id, known->sequence.value);
}

Status set_calendar(Session& session, const SetOptions& options) {
  TRY_STATUS(session.refuse_csv());
  program::CalendarSet set = options.calendar;
  TRY(set.from_period, of_option("--from", Period::parse(options.from)));
  TRY(const auto fact, submission(id_of(session.book_for_writing(), set), set));
  TRY(const auto receipt, record_one(session, fact, options.dry_run));
  report(session, "calendar set from " + options.from + " on", {&fact, 1}, {&receipt, 1},
         options.dry_run);
  return {};
}

}  // namespace

void add_calendar_commands(CLI::App& app, Session& session) {
  CLI::App& calendar = add_command(app, kText);
  on_run(calendar, session, [&session, &calendar]() -> Status {
    if (!calendar.get_subcommands().empty()) return {};
    return show(session);
  });
  CLI::App& set = add_command(calendar, kSet);
  auto options = std::make_shared<SetOptions>();
  program::CalendarSet& days = options->calendar;
  set.add_option("--from", options->from, "The first period that follows it: yyyy-mm")
      ->type_name("PERIOD")
      ->required();
  set.add_option("--close", days.close_day, "Facts count until this day of the next month")
      ->type_name("DAY")
      ->required();
  set.add_option("--review", days.review_day, "Statements are reviewed until this day")
      ->type_name("DAY")
      ->required();
  set.add_option("--pay", days.payment_day, "Payments are due on this day")
      ->type_name("DAY")
      ->required();
  set.add_option("--pay-months", days.payment_months, "How many months after the period")
      ->type_name("N");
  add_dry_run(set, options->dry_run);
  on_run(set, session, [&session, options] {
    return in_words_of(kNames, set_calendar(session, *options));
  });
}

}  // namespace quits::cli
