// quits invoice list, quits invoice show NUMBER.
#include <fmt/core.h>

#include <optional>

#include "cli/commands.h"
#include "cli/views.h"
#include "cli/views_entry.h"
#include "cli/wording.h"
#include "program/parties.h"
#include "storage/database.h"

namespace quits::cli {
namespace {

constexpr CommandText kGroup{"invoice", "Invoices and credit notes", "  quits invoice list\n"};
constexpr CommandText kList{"list", "List invoices and credit notes, by number",
                            "  quits invoice list --period 2011-01\n"
                            "  quits invoice list --party FRANCE --open\n"};
constexpr CommandText kShow{"show", "Show one invoice with its lines and taxes",
                            "  quits invoice show FRANCE-2011-00001\n"};

struct ListOptions {
  std::string period;
  std::string party;
  bool open = false;
};

Table table_of(const v1::InvoiceList& invoices) {
  Table table({"number",
               "issuer",
               "recipient",
               "period",
               "currency",
               {"net", Align::right},
               {"tax", Align::right},
               {"gross", Align::right},
               {"open", Align::right},
               "due on",
               "state"});
  for (const v1::InvoiceView& invoice : invoices.invoice()) {
    table.add({invoice.number(), invoice.issuer(), invoice.recipient(), invoice.period(),
               invoice.currency(), amount_cell(invoice.net()), amount_cell(invoice.tax()),
               amount_cell(invoice.gross()), amount_cell(invoice.open()), invoice.due_on(),
               invoice.state()});
  }
  return table;
}

Status list_invoices(Session& session, const ListOptions& options) {
  std::optional<Period> period;
  if (!options.period.empty()) {
    TRY(period, Period::parse(options.period));
  }
  storage::Database& database = session.book_for_reading().database();
  const storage::Transaction snapshot(database, storage::Access::read);
  if (!options.party.empty() && !program::party_by_key(database, options.party)) {
    return refuse(program::unknown_party(database, options.party));
  }
  v1::InvoiceList invoices;
  for (const auto& invoice : settlement::invoices_of(database, period, options.party)) {
    if (!options.open || invoice.open_minor != 0) *invoices.add_invoice() = view_of(invoice);
  }
  Output& output = session.output();
  if (output.wants_json()) {
    output.print_json(invoices);
    return {};
  }
  if (invoices.invoice().empty() && output.wants_text()) {
    output.note("no invoice{}: closing a period issues them", options.open ? " is open"
                                                              : period
                                                                  ? " in " + period->to_string()
                                                                  : " yet");
    return {};
  }
  output.print(table_of(invoices));
  return {};
}

Table lines_of(const v1::InvoiceView& invoice) {
  Table table({{"", Align::right},
               "description",
               {"entries", Align::right},
               {"quantity", Align::right},
               {"computed on", Align::right},
               "tax",
               {"amount", Align::right}});
  for (const v1::InvoiceLineView& line : invoice.line()) {
    const bool rated = line.category() == "commission";
    table.add({std::to_string(line.position()), line.description(),
               Cell(grouped(std::to_string(line.entries())), std::to_string(line.entries())),
               rated ? Cell("", line.quantity()) : amount_cell(line.quantity()),
               rated ? amount_cell(line.base()) : Cell("", line.base()),
               line.tax_rate().empty() ? line.tax_category()
                                       : line.tax_category() + " " + line.tax_rate(),
               amount_cell(line.amount())});
  }
  return table;
}

void print_totals(const v1::InvoiceView& invoice, Output& output) {
  Table sums({"", {"", Align::right}});
  sums.add({"Net", amount_cell(invoice.net())});
  for (const v1::TaxView& tax : invoice.tax_part()) {
    const std::string rate = tax.rate().empty() ? "no tax" : "tax " + tax.rate();
    const std::string why =
        tax.exemption_reason().empty() ? "" : fmt::format(" ({})", tax.exemption_reason());
    sums.add({fmt::format("{}: {} on {}{}", tax.category(), rate, grouped(tax.base()), why),
              amount_cell(tax.tax())});
  }
  sums.add_total({"Total " + invoice.currency(), amount_cell(invoice.gross())});
  output.print(without_titles(sums, output.ink(), 2));
  output.line("");
  output.line("  Open: {} {} ({})", grouped(invoice.open()), invoice.currency(), invoice.state());
  if (invoice.disputed().find_first_of("123456789") != std::string::npos)
    output.line("  Disputed: {} {}", grouped(invoice.disputed()), invoice.currency());
}

// "Invoice", "Credit note", "Credit of a payment".
std::string title_of(const v1::InvoiceView& invoice) {
  if (invoice.kind() == "invoice") return invoice.credit_note() ? "Credit note" : "Invoice";
  std::string title = invoice.kind();
  title.front() = static_cast<char>(title.front() - 'a' + 'A');
  return title;
}

void print_invoice(const v1::InvoiceView& invoice, storage::Database& database, Output& output) {
  const auto party = [&](const std::string& key) {
    const auto known = program::party_by_key(database, key);
    return known ? party_text(view_of(*known)) : key;
  };
  output.line("{}", output.ink().paint(
                        Style::strong,
                        fmt::format("{} {}", title_of(invoice), invoice.number())));
  output.line("  from      {}", party(invoice.issuer()));
  output.line("  to        {}", party(invoice.recipient()));
  output.line("  period    {}", invoice.period());
  output.line("  issued    {}", invoice.issued_on());
  output.line("  due       {}", invoice.due_on());
  output.line("");
  if (invoice.kind() != "invoice") {
    output.line("  Amount: {} {}", grouped(invoice.gross()), invoice.currency());
    output.line("  Open: {} {} ({})", grouped(invoice.open()), invoice.currency(), invoice.state());
    return output.line("  Where it comes from: quits explain {}", invoice.number());
  }
  output.print(lines_of(invoice), 2);
  output.line("");
  print_totals(invoice, output);
  output.line("  Why a line is what it is: quits explain {}/1", invoice.number());
}

Status show_invoice(Session& session, const std::string& number) {
  ledger::Book& book = session.book_for_reading().book();
  const storage::Transaction snapshot(book.database(), storage::Access::read);
  const auto invoice = settlement::invoice_by_number(book.database(), number);
  if (!invoice) return refuse(settlement::unknown_invoice(number));
  Names names(book);
  const program::Fact fact = names.fact_of(book.read(invoice->sequence));
  v1::InvoiceView view = view_of(*invoice);
  if (const auto* issued = std::get_if<program::InvoiceIssued>(&fact)) add_lines(*issued, view);
  Output& output = session.output();
  if (output.wants_json()) {
    output.print_json(view);
  } else if (output.wants_csv()) {
    output.print(lines_of(view));
  } else {
    print_invoice(view, book.database(), output);
  }
  return {};
}

}  // namespace

void add_invoice_commands(CLI::App& app, Session& session) {
  CLI::App& group = add_group(app, kGroup);
  auto options = std::make_shared<ListOptions>();
  CLI::App& list = add_command(group, kList);
  list.add_option("--period", options->period, "Only of this period, yyyy-mm");
  list.add_option("--party", options->party, "Only issued by or to this party");
  list.add_flag("--open", options->open, "Only those that are not settled");
  on_run(list, session, [&session, options] { return list_invoices(session, *options); });

  auto number = std::make_shared<std::string>();
  CLI::App& show = add_command(group, kShow);
  show.add_option("NUMBER", *number, "Its number")->required();
  on_run(show, session, [&session, number] { return show_invoice(session, *number); });
}

}  // namespace quits::cli
