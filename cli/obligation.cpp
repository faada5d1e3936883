// quits obligation: debts between two parties that were invoiced elsewhere, and what keeps documents and parties out of runs.
#include <fmt/core.h>
#include <quits/v1/view_run.pb.h>

#include "base/money.h"
#include "cli/commands.h"
#include "cli/recording.h"
#include "exchange/obligation_file.h"
#include "program/encoding.h"
#include "settlement/invoices.h"
#include "storage/database.h"

namespace quits::cli {
namespace {

constexpr CommandText kGroup{"obligation", "Debts that were invoiced elsewhere, and what keeps debts out of runs", ""};
constexpr CommandText kImport{"import", "Record the debts of a file, all or none of them",
                              "  quits obligation import debts.csv --by ACME --evidence 'signed list of 2026-03-31'\n"
                              "                                    both sides have confirmed them elsewhere\n"
                              "  quits obligation import debts.csv --by NORD\n"
                              "                                    NORD says so; the other side confirms where its terms ask for it\n"
                              "Columns: id, debtor, creditor, amount, currency; and due, status, flags (docs/netting.md)\n"};
constexpr CommandText kList{"list", "List debts that were reported, and debts at a centre",
                            "  quits obligation list\n  quits obligation list --party NORD --open\n"};
constexpr CommandText kConfirm{"confirm", "The other side says that a reported debt is right", "  quits obligation confirm 4711 --by NORD\n"};
constexpr CommandText kRefuse{"refuse", "The other side says that a reported debt is wrong: it is taken back",
                              "  quits obligation refuse 4711 --by NORD --reason 'never ordered'\n"};
constexpr CommandText kFlag{"flag", "Keep a document out of runs: assigned, in_enforcement, related_party, on_hold",
                            "  quits obligation flag 4711 assigned --reason 'sold to a factor'\n"
                            "  quits obligation flag 4711 --reason 'bought back'      nothing keeps it out any more\n"};
constexpr CommandText kHold{"hold", "A party takes no part in runs from now on, or again",
                            "  quits obligation hold NORD --insolvent --reason 'court file 4711'\n"
                            "  quits obligation hold NORD --reason 'under review'\n"
                            "  quits obligation hold NORD --release --reason 'reviewed'\n"};

struct ImportOptions {
  std::string file;
  std::string by;
  std::string evidence;
  std::string source = "obligations";
  std::string on;
  bool dry_run = false;
};
struct ListOptions {
  std::string party;
  bool open = false;
};
struct WordOptions {
  program::ObligationConfirmed word;
  bool dry_run = false;
};
struct FlagOptions {
  program::ObligationFlagged flagged;
  bool dry_run = false;
};
struct HoldOptions {
  program::PartyHeld held;
  bool insolvent = false;
  bool release = false;
  bool dry_run = false;
};

constexpr OptionName kNames[] = {{"obligation_confirmed.number", "NUMBER"}, {"obligation_confirmed.by", "--by"},
                                 {"obligation_confirmed.reason", "--reason"}, {"obligation_flagged.number", "NUMBER"},
                                 {"obligation_flagged.flag[0]", "FLAG"},      {"obligation_flagged.reason", "--reason"},
                                 {"party_held.party", "PARTY"},              {"party_held.reason", "--reason"},
                                 {"obligation_reported.reported_by", "--by"}, {"obligation_reported.evidence", "--evidence"}};

Result<std::vector<ledger::Submission>> facts_of(const exchange::ObligationFile& file, const ImportOptions& options, Date on) {
  std::vector<ledger::Submission> facts;
  program::FactCodec codec;
  for (const settlement::Obligation& row : file.obligations) {
    program::ObligationReported reported;
    reported.number = row.id;
    reported.debtor = file.parties.at(row.debtor);
    reported.creditor = file.parties.at(row.creditor);
    TRY(reported.amount, Decimal::parse(Money(row.open_minor, file.currency).to_string()));
    reported.currency = file.currency;
    reported.on = row.due && *row.due < on ? *row.due : on;
    reported.due_on = row.due;
    reported.reported_by = options.by;
    reported.confirmed = !options.evidence.empty();
    reported.evidence = options.evidence;
    TRY(FactId id, check_fact_id({options.source, row.id}));
    facts.push_back({std::move(id), codec.encode(reported)});
  }
  return facts;
}

Status import_debts(Session& session, const ImportOptions& options) {
  TRY_STATUS(session.refuse_csv());
  TRY(const auto file, exchange::read_obligations(options.file, {}));
  if (!file.has_ids || file.currency.is_none()) {
    Error error{Code::missing_field, "a book needs an id and a currency for every debt", "add the columns id and currency", {}};
    error.place.file = options.file;
    error.place.line = 1;
    return refuse(std::move(error));
  }
  Date on = session.clock().now().date();
  if (!options.on.empty()) {
    TRY(on, of_option("--on", Date::parse_iso(options.on)));
  }
  TRY(const auto facts, facts_of(file, options, on));
  service::BookFile& book = session.book_for_writing();
  TRY(const auto receipts, record_all(session, book, facts, options.dry_run));
  report(session, fmt::format("recorded {} {}", facts.size(), facts.size() == 1 ? "debt" : "debts"), facts, receipts, options.dry_run);
  for (const exchange::ExcludedRow& row : file.excluded) {
    session.output().note("left out: {} (line {}), {}", row.id, row.line, name_of(row.reason));
  }
  return {};
}

v1::ObligationView view_of(const settlement::Invoice& document) {
  const auto amount = [&](std::int64_t minor) { return Money(minor, document.currency).to_string(); };
  v1::ObligationView view;
  view.set_number(document.number);
  view.set_kind(std::string(name_of(document.kind)));
  view.set_debtor(document.recipient);
  view.set_creditor(document.issuer);
  view.set_currency(std::string(document.currency.code()));
  view.set_amount(amount(document.gross_minor));
  view.set_open(amount(document.open_minor));
  view.set_due(document.due_on.to_string());
  view.set_state(document.confirmation == settlement::Confirmation::awaited   ? "waits for the other side"
                 : document.confirmation == settlement::Confirmation::refused ? is_credit(document.kind) ? "taken back" : "refused"
                                                                              : "confirmed");
  view.set_flags(document.flags);
  view.set_run(document.run);
  view.set_entry(document.sequence.value);
  return view;
}

Status list_debts(Session& session, const ListOptions& options) {
  service::BookFile& file = session.book_for_reading();
  const storage::Transaction reading(file.database(), storage::Access::read);
  if (!options.party.empty()) TRY_STATUS(file.program().registers().parties.get(options.party));
  v1::ObligationList list;
  for (const settlement::Invoice& document : settlement::other_documents(file.database(), options.party)) {
    if (!options.open || document.open_minor != 0) *list.add_obligation() = view_of(document);
  }
  Output& output = session.output();
  if (output.wants_json()) {
    output.print_json(list);
    return {};
  }
  Table table({"number", "debtor", "creditor", {"amount", Align::right}, {"open", Align::right}, "currency", "due", "state", "flags", "run",
               {"entry", Align::right}});
  for (const v1::ObligationView& one : list.obligation()) {
    table.add({one.number(), one.debtor(), one.creditor(), Cell(grouped(one.amount()), one.amount()), Cell(grouped(one.open()), one.open()),
               one.currency(), one.due(), one.state(), one.flags(), one.run(), count_cell(one.entry())});
  }
  output.print(table);
  return {};
}

Status record_word(Session& session, const std::string& id, const program::Fact& fact, const std::string& done, bool dry_run) {
  TRY_STATUS(session.refuse_csv());
  TRY(const auto submitted, submission(id, fact));
  TRY(const auto receipt, record_one(session, submitted, dry_run));
  report(session, done, {&submitted, 1}, {&receipt, 1}, dry_run);
  return {};
}

void add_word(CLI::App& group, Session& session, const CommandText& text, bool refuses) {
  CLI::App& command = add_command(group, text);
  auto options = std::make_shared<WordOptions>();
  options->word.refuses = refuses;
  command.add_option("NUMBER", options->word.number, "The document")->required();
  command.add_option("--by", options->word.by, "Who says so: the side that did not report it")->required();
  CLI::Option* reason = command.add_option("--reason", options->word.reason, "Why")->type_name("TEXT");
  if (refuses) reason->required();
  add_dry_run(command, options->dry_run);
  on_run(command, session, [&session, options] {
    const program::ObligationConfirmed& word = options->word;
    const char* done = word.refuses ? "refused" : "confirmed";
    return in_words_of(kNames, record_word(session, fmt::format("obligation/{}/{}", done, word.number), word,
                                           fmt::format("{} {}", done, word.number), options->dry_run));
  });
}

void add_flag(CLI::App& group, Session& session) {
  CLI::App& command = add_command(group, kFlag);
  auto options = std::make_shared<FlagOptions>();
  command.add_option("NUMBER", options->flagged.number, "The document")->required();
  command.add_option("FLAG", options->flagged.flags, "What keeps it out; none: nothing any more");
  command.add_option("--reason", options->flagged.reason, "Why")->type_name("TEXT")->required();
  add_dry_run(command, options->dry_run);
  on_run(command, session, [&session, options] {
    const program::ObligationFlagged& flagged = options->flagged;
    return in_words_of(kNames, record_word(session, fmt::format("obligation/flag/{}/{}", flagged.number, flagged.reason), flagged,
                                           "flagged " + flagged.number, options->dry_run));
  });
}

void add_hold(CLI::App& group, Session& session) {
  CLI::App& command = add_command(group, kHold);
  auto options = std::make_shared<HoldOptions>();
  command.add_option("PARTY", options->held.party, "Its key")->required();
  command.add_flag("--insolvent", options->insolvent, "It is insolvent: set-off is a matter for its administrator");
  command.add_flag("--release", options->release, "It takes part again");
  command.add_option("--reason", options->held.reason, "Why")->type_name("TEXT")->required();
  add_dry_run(command, options->dry_run);
  on_run(command, session, [&session, options]() -> Status {
    program::PartyHeld held = options->held;
    held.hold = options->release     ? program::HoldKind::none
                : options->insolvent ? program::HoldKind::insolvent
                                     : program::HoldKind::on_hold;
    const std::string id = fmt::format("obligation/hold/{}/{}/{}", held.party, static_cast<int>(held.hold), held.reason);
    return in_words_of(kNames, record_word(session, id, held, (options->release ? "released " : "held ") + held.party, options->dry_run));
  });
}

}  // namespace

void add_obligation_commands(CLI::App& app, Session& session) {
  CLI::App& group = add_group(app, kGroup);
  CLI::App& command = add_command(group, kImport);
  auto options = std::make_shared<ImportOptions>();
  command.add_option("FILE", options->file, "CSV")->required();
  command.add_option("--by", options->by, "Who reports them: a side of each, or the operator")->required();
  command.add_option("--evidence", options->evidence, "Both sides have confirmed them: where that is written")->type_name("TEXT");
  command.add_option("--source", options->source, "The system whose ids these are")->capture_default_str();
  command.add_option("--on", options->on, "Date of the documents; else today")->type_name("DATE");
  add_dry_run(command, options->dry_run);
  on_run(command, session, [&session, options] { return in_words_of(kNames, import_debts(session, *options)); });
  CLI::App& list = add_command(group, kList);
  auto listed = std::make_shared<ListOptions>();
  list.add_option("--party", listed->party, "Only owed by or to this party");
  list.add_flag("--open", listed->open, "Only those that are not settled");
  on_run(list, session, [&session, listed] { return list_debts(session, *listed); });
  add_word(group, session, kConfirm, false);
  add_word(group, session, kRefuse, true);
  add_flag(group, session);
  add_hold(group, session);
}

}  // namespace quits::cli
