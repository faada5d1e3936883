// quits write-off: what is given up of a document, by two persons.
#include <fmt/core.h>

#include <charconv>

#include "cli/commands.h"
#include "cli/recording.h"
#include "cli/views_payment.h"
#include "cli/wording.h"
#include "program/parties.h"
#include "storage/database.h"

namespace quits::cli {
namespace {

constexpr CommandText kGroup{
    "write-off", "Give up what is open of a document: one person asks, another approves", ""};
constexpr CommandText kRequest{
    "request",
    "Ask to write off what is open of a document, or a part of it; nothing is posted yet",
    "  quits write-off request ACME-2026-00001 --amount 40 --reason 'NORD is insolvent'\n"
    "  quits write-off request ACME-2026-00001 --reason 'too small to collect'    all that is "
    "open\n"};
constexpr CommandText kApprove{"approve",
                               "Approve a write-off as the second person; it is posted now",
                               "  quits --as maria write-off approve 17\n"};
constexpr CommandText kList{"list", "List the write-offs, requested and approved",
                            "  quits write-off list\n  quits write-off list --waiting\n"};

struct RequestOptions {
  program::WriteOffRequested requested;
  std::string amount;
  std::string on;
  bool dry_run = false;
};

struct ApproveOptions {
  std::string entry;
  std::string on;
  bool dry_run = false;
};

struct ListOptions {
  std::string party;
  bool waiting = false;
};

constexpr OptionName kNames[] = {
    {"write_off_requested.document", "NUMBER"}, {"write_off_requested.amount", "--amount"},
    {"write_off_requested.on", "--on"},         {"write_off_requested.reason", "--reason"},
    {"write_off_approved.of", "ENTRY"},         {"write_off_approved.on", "--on"}};

// The same command is the same request, until what it asked for was taken back.
std::string id_of(service::BookFile& file, const program::WriteOffRequested& requested,
                  const std::string& amount) {
  const std::string first =
      fmt::format("write-off/{}/{}/{}", requested.document, requested.on->to_string(), amount);
  std::string id = first;
  while (const auto entry = file.book().find({std::string(kOwnSource), id})) {
    const auto known = settlement::write_off_requested_in(file.database(), *entry);
    if (!known || !known->reversed) break;
    id = fmt::format("{}/after/{}", first, known->reversed.value);
  }
  return id;
}

Status request(Session& session, const RequestOptions& options) {
  TRY_STATUS(session.refuse_csv());
  program::WriteOffRequested requested = options.requested;
  // The day is said, so that the same command is the same fact tomorrow only if it names the day.
  requested.on = session.clock().now().date();
  if (!options.on.empty()) {
    TRY(requested.on, of_option("--on", Date::parse_iso(options.on)));
  }
  if (!options.amount.empty()) {
    TRY(requested.amount, of_option("--amount", Decimal::parse(options.amount)));
  }
  TRY(const auto fact,
      submission(id_of(session.book_for_writing(), requested, options.amount), requested));
  TRY(const auto receipt, record_one(session, fact, options.dry_run));
  report(session, "asked to write off " + requested.document, {&fact, 1}, {&receipt, 1},
         options.dry_run);
  if (!options.dry_run)
    session.output().note("next, as another person: quits --as NAME write-off approve {}",
                          receipt.sequence.value);
  return {};
}

// The entry that requested it, or SOURCE:ID.
Result<program::FactRef> ref_of(service::BookFile& file, const std::string& name) {
  std::uint64_t number = 0;
  const auto read = std::from_chars(name.data(), name.data() + name.size(), number);
  if (read.ec != std::errc() || read.ptr != name.data() + name.size()) return fact_named(name);
  if (number == 0 || number > file.book().log().size()) {
    return refuse_field("ENTRY", Code::unknown_write_off, fmt::format("there is no entry {}", name),
                        "`quits write-off list` shows all");
  }
  const FactId id = file.book().read(Sequence{number}).id;
  return program::FactRef{id.source, id.external_id};
}

Status approve(Session& session, const ApproveOptions& options) {
  TRY_STATUS(session.refuse_csv());
  program::WriteOffApproved approved;
  TRY(approved.of, ref_of(session.book_for_writing(), options.entry));
  if (!options.on.empty()) {
    TRY(approved.on, of_option("--on", Date::parse_iso(options.on)));
  }
  TRY(const auto fact,
      submission(fmt::format("approve/{}:{}", approved.of.source, approved.of.id), approved));
  TRY(const auto receipt, record_one(session, fact, options.dry_run));
  report(session, "written off as requested in entry " + options.entry, {&fact, 1}, {&receipt, 1},
         options.dry_run);
  return {};
}

Table table_of(const v1::WriteOffList& list) {
  Table table({{"entry", Align::right},
               "document",
               "issuer",
               "recipient",
               {"amount", Align::right},
               "currency",
               "state",
               "requested by",
               "on",
               "approved by",
               "on",
               "reason"});
  for (const v1::WriteOffView& one : list.write_off()) {
    table.add({count_cell(one.entry()), one.document(), one.issuer(), one.recipient(),
               amount_cell(one.amount()), one.currency(), one.state(), one.requested_by(),
               one.requested_on(), one.approved_by(), one.approved_on(), one.reason()});
  }
  return table;
}

Status list_write_offs(Session& session, const ListOptions& options) {
  service::BookFile& file = session.book_for_reading();
  const storage::Transaction snapshot(file.database(), storage::Access::read);
  if (!options.party.empty() && !program::party_by_key(file.database(), options.party)) {
    return refuse(program::unknown_party(file.database(), options.party));
  }
  v1::WriteOffList list;
  for (const auto& story : settlement::write_offs_of(file.book(), options.party, std::nullopt)) {
    if (!options.waiting || !story.write_off.approved) *list.add_write_off() = view_of(story);
  }
  Output& output = session.output();
  if (output.wants_json()) {
    output.print_json(list);
    return {};
  }
  if (list.write_off().empty() && output.wants_text()) {
    output.note("nothing {}", options.waiting ? "waits for its approval" : "was written off");
    return {};
  }
  output.print(table_of(list));
  return {};
}

}  // namespace

void add_write_off_commands(CLI::App& app, Session& session) {
  CLI::App& group = add_group(app, kGroup);
  CLI::App& requesting = add_command(group, kRequest);
  auto requested = std::make_shared<RequestOptions>();
  requesting.add_option("NUMBER", requested->requested.document, "The document")->required();
  requesting.add_option("--amount", requested->amount,
                        "How much; else all that is open, on no payment list and not disputed");
  requesting.add_option("--reason", requested->requested.reason, "Why, for whoever asks in a year")
      ->type_name("TEXT")
      ->required();
  requesting.add_option("--on", requested->on, "Date; else today")->type_name("DATE");
  add_dry_run(requesting, requested->dry_run);
  on_run(requesting, session,
         [&session, requested] { return in_words_of(kNames, request(session, *requested)); });

  CLI::App& approving = add_command(group, kApprove);
  auto approved = std::make_shared<ApproveOptions>();
  approving.add_option("ENTRY", approved->entry, "The entry that requested it, or SOURCE:ID")
      ->required();
  approving.add_option("--on", approved->on, "Date; else today")->type_name("DATE");
  add_dry_run(approving, approved->dry_run);
  on_run(approving, session,
         [&session, approved] { return in_words_of(kNames, approve(session, *approved)); });

  CLI::App& listing = add_command(group, kList);
  auto listed = std::make_shared<ListOptions>();
  listing.add_option("--party", listed->party, "Only of documents issued by or to this party");
  listing.add_flag("--waiting", listed->waiting, "Only those that nobody has approved yet");
  on_run(listing, session, [&session, listed] { return list_write_offs(session, *listed); });
}

}  // namespace quits::cli
