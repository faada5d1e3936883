// quits settle: a closed period's invoices are set off; what is left is paid or carried.
#include "cli/commands.h"
#include "cli/recording.h"
#include "cli/signing.h"
#include "cli/views.h"
#include "program/encoding.h"
#include "settlement/rules.h"

namespace quits::cli {
namespace {

constexpr CommandText kText{"settle",
                            "Settle a closed period: set off, then pay or carry what is left",
                            "  quits settle 2026-01\n"
                            "  quits settle 2026-01 --on 2026-02-05\n"
                            "  quits settle 2026-01 --dry-run\n"
                            "  quits settle 2026-01 --early 'the year ends'    before the calendar says\n"};

struct SettleOptions {
  std::string period;
  std::string on;
  std::string early;
  SigningOptions signing;
  bool dry_run = false;
};

// The date and the reason as asked for; for a period that was settled before, those of its
// settlement, whose date must not be another one.
Result<program::PeriodSettled> order(service::BookFile& file, const SettleOptions& options,
                                     const std::string& id) {
  program::PeriodSettled order;
  TRY(order.period, of_option("PERIOD", Period::parse(options.period)));
  if (!options.on.empty()) {
    TRY(order.on, of_option("--on", Date::parse_iso(options.on)));
  }
  order.early_because = options.early;
  if (const auto earlier = file.book().find(FactId{std::string(kOwnSource), id})) {
    const ledger::Record record = file.book().read(*earlier);
    if (order.on && *order.on != record.effective)
      return refuse(settlement::already_settled(order.period, record));
    program::FactCodec codec;
    const auto fact = codec.decode(record.fact);
    if (const auto* settled = fact ? std::get_if<program::PeriodSettled>(&*fact) : nullptr) {
      order.on = settled->on;
      if (options.early.empty()) order.early_because = settled->early_because;
    }
  }
  return order;
}

v1::SettlementView describe(service::BookFile& file, Period period,
                            const ledger::Receipt& receipt) {
  v1::SettlementView view;
  view.set_period(period.to_string());
  const ledger::Record record = file.book().read(receipt.sequence);
  view.set_on(record.effective.to_string());
  view.set_entry(receipt.sequence.value);
  view.set_repeated(receipt.repeated);
  for (const auto& pair : settlement::settlements_of(file.database(), period))
    *view.add_pair() = view_of(pair);
  return view;
}

Cell amount_cell(const std::string& amount) { return Cell(grouped(amount), amount); }

// One row per payment; a negative amount never appears, because payer and payee say the direction.
Table payments_of(const v1::SettlementView& view) {
  Table table({"payer", "payee", {"amount", Align::right}, "currency", "due", "reference"});
  for (const v1::PairSettlementView& pair : view.pair()) {
    if (pair.payment_reference().empty()) continue;
    std::string amount = pair.paid();
    if (amount.starts_with('-')) amount.erase(0, 1);
    table.add({pair.payer(), pair.payee(), amount_cell(amount), pair.currency(),
               pair.payment_due_on(), pair.payment_reference()});
  }
  return table;
}

Table carried_of(const v1::SettlementView& view) {
  Table table({"partner", {"carried", Align::right}, "currency", "why"});
  for (const v1::PairSettlementView& pair : view.pair()) {
    if (!pair.payment_reference().empty()) continue;
    const bool is_quits = pair.carried().find_first_of("123456789") == std::string::npos;
    table.add({pair.partner(), amount_cell(pair.carried()), pair.currency(),
               is_quits ? "the two sides are quits" : pair.carried_because()});
  }
  return table;
}

void print(Output& output, const v1::SettlementView& view) {
  if (output.wants_json()) return output.print_json(view);
  const Table payments = payments_of(view);
  if (output.wants_csv()) return output.print(payments);
  output.line("settled {} on {} (entry {}{})", view.period(), view.on(), view.entry(),
              view.repeated() ? ", was there already: nothing changed" : "");
  output.line("\n{}",
              output.ink().paint(Style::strong, payments.empty() ? "Nothing to pay" : "To pay"));
  if (!payments.empty()) output.print(payments, 2);
  const Table carried = carried_of(view);
  if (carried.empty()) return;
  output.line("\n{}", output.ink().paint(Style::strong, "Not paid"));
  output.print(carried, 2);
}

Status settle(Session& session, const SettleOptions& options) {
  const std::string id = "settle/" + options.period;
  TRY(Signing signing, Signing::prepare(session, options.signing, options.dry_run));
  TRY(const program::PeriodSettled settled, order(session.book_for_writing(), options, id));
  TRY(const auto fact, submission(id, settled));
  TRY(const auto receipt, record_one(session, fact, options.dry_run));
  if (options.dry_run) {
    report(session, "settled " + options.period, {&fact, 1}, {&receipt, 1}, true);
  } else {
    print(session.output(), describe(session.book_for_writing(), settled.period, receipt));
  }
  return signing.sign(session);
}

}  // namespace

void add_settle_command(CLI::App& app, Session& session) {
  CLI::App& command = add_command(app, kText);
  auto options = std::make_shared<SettleOptions>();
  command.add_option("PERIOD", options->period, "Which one: yyyy-mm")->required();
  command.add_option("--on", options->on, "Date of the set-off; else today")->type_name("DATE");
  command.add_option("--early", options->early, "Why before the calendar says; is recorded")
      ->type_name("REASON");
  add_signing(command, options->signing);
  add_dry_run(command, options->dry_run);
  on_run(command, session, [&session, options] { return settle(session, *options); });
}

}  // namespace quits::cli
