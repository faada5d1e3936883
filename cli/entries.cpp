// quits entries: the log, filtered.
#include <fmt/core.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>
#include <optional>

#include "base/text.h"
#include "cli/commands.h"
#include "cli/views.h"
#include "cli/views_entry.h"
#include "cli/wording.h"
#include "ledger/encoding.h"
#include "program/parties.h"
#include "storage/database.h"

namespace quits::cli {
namespace {

constexpr CommandText kText{"entries",
                            "List the entries of the log, in the order they were recorded",
                            "  quits entries --party FRANCE --period 2011-01\n"
                            "  quits entries --kind refund\n"
                            "  quits entries --from 1000 --limit 20\n"};

struct Options {
  std::string party;
  std::string period;
  std::string kind;
  std::uint64_t from = 1;
  std::uint64_t limit = 100;
};

// What an entry must be to be listed.
struct Filter {
  std::optional<program::Party> party;
  std::optional<Period> period;
  std::optional<ledger::FactKind> kind;
};

// "invoice issued", "invoice_issued" and "invoice-issued" are the same.
Result<ledger::FactKind> kind_named(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '_' || c == '-'; }, ' ');
  std::vector<std::string_view> known;
  for (std::size_t i = 0; i < std::variant_size_v<program::AnyFact>; ++i) {
    const ledger::FactKind kind = program::kind_at(i);
    if (program::name_of(kind) == text) return kind;
    known.push_back(program::name_of(kind));
  }
  const std::string near = closest(text, known);
  return refuse(Code::bad_value, fmt::format("there is no kind of entry {}", in_quotes(text)),
                near.empty() ? fmt::format("one of: {}", fmt::join(known, ", "))
                             : fmt::format("did you mean \"{}\"?", near));
}

Result<Filter> filter_of(const Options& options, storage::Database& database) {
  Filter filter;
  if (!options.period.empty()) {
    TRY(filter.period, Period::parse(options.period));
  }
  if (!options.kind.empty()) {
    TRY(filter.kind, kind_named(options.kind));
  }
  if (!options.party.empty()) {
    filter.party = program::party_by_key(database, options.party);
    if (!filter.party) return refuse(program::unknown_party(database, options.party));
  }
  return filter;
}

// Whether an entry without amounts names the party.
struct NamesParty {
  const std::string& party;
  ledger::Book& book;

  bool operator()(const program::BookOpened& fact) const { return fact.operator_key == party; }
  bool operator()(const program::PartyRegistered& fact) const { return fact.key == party; }
  bool operator()(const program::AgreementProposed& fact) const {
    return fact.partner == party || of_agreement(fact.agreement);
  }
  bool operator()(const program::AgreementAccepted& fact) const {
    return of_agreement(fact.agreement);
  }
  bool operator()(const program::AgreementEnded& fact) const {
    return of_agreement(fact.agreement);
  }
  bool operator()(const program::Adjustment& fact) const {
    return fact.partner == party || of_agreement(fact.agreement);
  }
  bool operator()(const program::InvoiceIssued& fact) const {
    return fact.issuer == party || fact.recipient == party;
  }
  bool operator()(const program::SettlementPosted& fact) const {
    return fact.principal == party || fact.partner == party;
  }
  template <class Other>
  bool operator()(const Other&) const {
    return false;
  }

  bool of_agreement(const std::string& agreement) const {
    const auto versions = program::versions_of(book.database(), agreement);
    return !versions.empty() &&
           (versions.front().principal == party || versions.front().partner == party);
  }
};

bool matches(const Filter& filter, ledger::Record& record, Names& names) {
  if (filter.period && record.period != *filter.period) return false;
  if (filter.kind && record.kind() != *filter.kind) return false;
  names.complete(record);
  if (!filter.party) return true;
  const PartyNumber party = filter.party->number;
  for (const ledger::Item& item : record.items) {
    if (item.key.creditor == party || item.key.debtor == party) return true;
  }
  for (const ledger::Posting& posting : record.postings) {
    if (posting.account.owner == party || posting.account.counterparty == party) return true;
  }
  if (!record.items.empty() || !record.postings.empty()) return false;
  return std::visit(NamesParty{filter.party->key, names.book()}, names.fact_of(record));
}

v1::EntryList list(const Filter& filter, const Options& options, Names& names) {
  v1::EntryList entries;
  ledger::RecordCodec codec;
  ledger::Record record;
  constexpr auto kLast = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  const Sequence first{std::clamp<std::uint64_t>(options.from, 1, kLast)};
  names.book().log().scan(first, {kLast}, [&](Sequence sequence, std::span<const std::byte> bytes) {
    codec.decode(bytes, record);
    if (!matches(filter, record, names)) return true;
    if (static_cast<std::uint64_t>(entries.entry_size()) == options.limit) {
      entries.set_next(sequence.value);
      return false;
    }
    *entries.add_entry() = view_of(record, names);
    return true;
  });
  return entries;
}

// The sum of what it adds to lines; nothing for an entry without amounts.
Cell amount_of(const v1::EntryView& entry) {
  if (entry.item_size() != 1) return Cell("");
  return amount_cell(entry.item(0).amount());
}

Table table_of(const v1::EntryList& entries) {
  Table table({Column("entry", Align::right), "effective", "period", "kind", "what",
               Column("amount", Align::right), "currency", "id"});
  for (const v1::EntryView& entry : entries.entry()) {
    table.add({Cell(grouped(std::to_string(entry.sequence())), std::to_string(entry.sequence())),
               entry.effective_on(),
               Cell(entry.period() + (entry.late() ? " late" : ""), entry.period()), entry.kind(),
               entry.summary(), amount_of(entry),
               entry.item_size() == 1 ? entry.item(0).currency() : "",
               entry.source() + ":" + entry.id()});
  }
  return table;
}

Status list_entries(Session& session, const Options& options) {
  ledger::Book& book = session.book_for_reading().book();
  const storage::Transaction snapshot(book.database(), storage::Access::read);
  TRY(const Filter filter, filter_of(options, book.database()));
  Names names(book);
  const v1::EntryList entries = list(filter, options, names);
  Output& output = session.output();
  if (output.wants_json()) {
    output.print_json(entries);
  } else if (!entries.entry().empty() || output.wants_csv()) {
    output.print(table_of(entries));
  }
  if (entries.entry().empty()) output.note("no such entry");
  if (entries.next() != 0) {
    output.note("the first {} are shown; the next: --from {}", entries.entry_size(),
                entries.next());
  }
  return {};
}

}  // namespace

void add_entries_commands(CLI::App& app, Session& session) {
  CLI::App& command = add_command(app, kText);
  auto options = std::make_shared<Options>();
  command.add_option("--party", options->party, "Only entries that concern this party");
  command.add_option("--period", options->period, "Only entries posted in this period, yyyy-mm");
  command.add_option("--kind", options->kind,
                     "Only this kind: sale, refund, \"invoice issued\", ...");
  command.add_option("--from", options->from, "Begin at this entry")->capture_default_str();
  command.add_option("--limit", options->limit, "List at most so many")->capture_default_str();
  on_run(command, session, [&session, options] { return list_entries(session, *options); });
}

}  // namespace quits::cli
