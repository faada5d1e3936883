// quits explain ENTRY|LINE: the stored reasons of an amount.
#include <fmt/core.h>

#include <charconv>
#include <optional>
#include <variant>

#include "cli/calculation.h"
#include "cli/calculation_restatement.h"
#include "cli/commands.h"
#include "cli/explanation_text.h"
#include "cli/views.h"
#include "ledger/lines.h"
#include "storage/database.h"

namespace quits::cli {
namespace {

constexpr CommandText kText{
    "explain", "Show why an amount is what it is, as it was recorded",
    "  quits explain 42                    an entry, by its place in the log\n"
    "  quits explain shop:order-4711       an entry, by its source and id\n"
    "  quits explain FRANCE-2011-00001/2   the second line of an invoice\n"
    "  quits explain CREDIT-17             what made a credit, or another document without lines\n"
    "  quits explain L12                   a line of a statement\n"};

struct Options {
  std::string target;
  std::uint64_t limit = 50;
};

std::optional<std::uint64_t> number_in(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc() || end != text.data() + text.size() || text.empty())
    return std::nullopt;
  return number;
}

using Target = std::variant<Sequence, ledger::LineNumber>;

Result<Target> invoice_line(ledger::Book& book, const std::string& target, Names& names) {
  const std::size_t slash = target.rfind('/');
  const std::string number = target.substr(0, slash);
  const auto position = number_in(std::string_view(target).substr(slash + 1));
  const auto invoice = settlement::invoice_by_number(book.database(), number);
  if (!invoice) return refuse(settlement::unknown_invoice(number));
  const program::Fact fact = names.fact_of(book.read(invoice->sequence));
  const auto* issued = std::get_if<program::InvoiceIssued>(&fact);
  const std::size_t lines = issued == nullptr ? 0 : issued->lines.size();
  if (!position || *position == 0 || *position > lines) {
    return refuse(Code::not_found, fmt::format("invoice {} has lines 1 to {}", number, lines),
                  fmt::format("quits invoice show {}", number));
  }
  return ledger::LineNumber{issued->lines[static_cast<std::size_t>(*position) - 1].line};
}

// A number is an entry, L and a number a line, an id has a colon, an invoice line a slash.
Result<Target> target_of(ledger::Book& book, const std::string& target, Names& names) {
  if (const auto number = number_in(target)) return Sequence{*number};
  if (target.starts_with('L') || target.starts_with('l')) {
    if (const auto number = number_in(std::string_view(target).substr(1))) {
      return ledger::LineNumber{*number};
    }
  }
  if (const std::size_t colon = target.find(':'); colon != std::string::npos) {
    if (const auto found = book.find({target.substr(0, colon), target.substr(colon + 1)}))
      return *found;
    return refuse(Code::unknown_entry, fmt::format("nothing is recorded as {}", target),
                  "an id is SOURCE:ID, as `quits entries` shows it");
  }
  if (target.find('/') != std::string::npos) return invoice_line(book, target, names);
  if (const auto document = settlement::invoice_by_number(book.database(), target)) {
    if (document->kind != settlement::DocumentKind::invoice) return document->sequence;
    return refuse(Code::usage, fmt::format("{} is an invoice: name one of its lines", target),
                  fmt::format("quits explain {0}/1; all lines: quits invoice show {0}", target));
  }
  return refuse(Code::usage, fmt::format("\"{}\" is neither an entry nor a line", target),
                "an entry is 42 or SOURCE:ID, a line L12 or INVOICE/2");
}

// The invoice that holds a line; empty while there is none.
std::string invoice_with(const ledger::Line& line, Names& names) {
  storage::Database& database = names.book().database();
  const std::string& issuer = names.party(line.key.creditor);
  const std::string& recipient = names.party(line.key.debtor);
  for (const auto& invoice : settlement::invoices_of(database, line.key.period, recipient)) {
    if (invoice.issuer != issuer || invoice.currency != line.key.currency) continue;
    const program::Fact fact = names.fact_of(names.book().read(invoice.sequence));
    const auto* issued = std::get_if<program::InvoiceIssued>(&fact);
    if (issued == nullptr) continue;
    for (const program::InvoiceLine& known : issued->lines) {
      if (known.line == line.number.value) return invoice.number;
    }
  }
  return {};
}

Result<v1::ExplainView> explain_entry(service::BookFile& file, Sequence sequence, Names& names) {
  const std::uint64_t last = file.book().log().size();
  if (!sequence || sequence.value > last) {
    return refuse(Code::unknown_entry,
                  fmt::format("there is no entry {}: the book has {}", sequence.value, last),
                  "`quits entries` lists them");
  }
  const ledger::Record record = file.book().read(sequence);
  v1::ExplainView view;
  *view.mutable_entry() = view_of(record, names);
  for (const ledger::Item& item : record.items) {
    v1::ExplainedItem& explained = *view.add_item();
    explained = explain(record, item, names);
    const ledger::Line* line = names.line(item.line);
    if (line != nullptr) explained.set_invoice(invoice_with(*line, names));
  }
  program::Corrections& corrections = file.program().registers().corrections;
  const program::GivenBack back = corrections.given_back(sequence);
  const bool has_item = !record.items.empty();
  if (has_item && !back.volume.is_zero()) {
    view.set_given_back(volume_text(back.volume, record.items.front().key.currency));
    view.set_returned(amount_text(back.amount_minor, record.items.front().key.currency));
  }
  add_restated(record, file.program().registers().restated, names, view);
  view.set_reversed_by(back.reversed_by.value);
  view.set_approved_by(corrections.approved_by(sequence).value);
  const auto* write_off = file.settlement().documents().write_offs.find(sequence);
  if (write_off != nullptr) view.set_approved_by(write_off->approved.value);
  return view;
}

Result<v1::ExplainView> explain_line(ledger::Book& book, ledger::LineNumber number,
                                     std::uint64_t limit, Names& names) {
  const auto line = ledger::line_of(book.database(), number);
  if (!line) {
    return refuse(Code::not_found, fmt::format("there is no line L{}", number.value),
                  "`quits statement PARTY --period P` shows the lines");
  }
  v1::ExplainView view;
  *view.mutable_line() = view_of(*line, names);
  auto entries = settlement::entries_of(book, *line, static_cast<std::size_t>(limit));
  for (auto record = entries.rbegin(); record != entries.rend(); ++record) {
    *view.mutable_line()->add_entry() = view_of(*record, names);
  }
  view.set_invoice(invoice_with(*line, names));
  return view;
}

Status explain_target(Session& session, const Options& options) {
  TRY_STATUS(session.refuse_csv());
  service::BookFile& file = session.book_for_reading();
  const storage::Transaction snapshot(file.database(), storage::Access::read);
  Names names(file.book());
  TRY(const Target target, target_of(file.book(), options.target, names));
  const auto* sequence = std::get_if<Sequence>(&target);
  auto view = sequence != nullptr ? explain_entry(file, *sequence, names)
                                  : explain_line(file.book(), std::get<ledger::LineNumber>(target),
                                                 options.limit, names);
  if (!view) return refuse(std::move(view).error());
  Output& output = session.output();
  if (output.wants_json()) {
    output.print_json(*view);
  } else if (sequence != nullptr) {
    print_entry(*view, output);
  } else {
    print_line(*view, output);
  }
  return {};
}

}  // namespace

void add_explain_command(CLI::App& app, Session& session) {
  CLI::App& command = add_command(app, kText);
  auto options = std::make_shared<Options>();
  command.add_option("ENTRY|LINE", options->target, "What to explain")->required();
  command
      .add_option("--limit", options->limit, "Show at most so many entries of a line, the newest")
      ->capture_default_str();
  on_run(command, session, [&session, options] { return explain_target(session, *options); });
}

}  // namespace quits::cli
