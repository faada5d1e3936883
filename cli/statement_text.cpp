#include "cli/statement_text.h"

#include "cli/dispute_text.h"
#include "cli/wording.h"

namespace quits::cli {
namespace {

bool is_zero(const std::string& amount) {
  return amount.find_first_of("123456789") == std::string::npos;
}

class StatementText {
 public:
  StatementText(const v1::StatementView& statement, const v1::StatementSectionView& section,
                Output& output)
      : party_(statement.party().key()),
        other_(section.counterparty().key()),
        stage_(statement.stage()),
        section_(section),
        output_(output) {}

  void print();

 private:
  void lines(bool earned);
  void entries_of(const v1::LineView& line, Table& table);
  void invoices();
  void disputes();
  void credits();
  void write_offs();
  void set_off();
  void balance();
  void contribution();
  void title(const std::string& text) {
    output_.line("");
    output_.line("  {}", output_.ink().paint(Style::strong, text));
  }

  const std::string& party_;
  const std::string& other_;
  const std::string& stage_;
  const v1::StatementSectionView& section_;
  Output& output_;
};

// "12,345.00 sales", "5 seats at 250.00": what the amount was computed on.
Cell basis_of(const v1::LineView& line) {
  if (line.category() == "commission") return Cell(grouped(line.base()) + " sales");
  if (is_zero(line.quantity())) return Cell("");
  const std::string unit = line.unit().empty() ? "unit" : line.unit();
  std::string text =
      grouped(line.quantity()) + " " + (line.quantity() == "1" ? unit : plural_of(unit));
  if (!line.unit_price().empty()) text += " at " + grouped(line.unit_price());
  return Cell(std::move(text));
}

// An entry that adds to the line twice has two rows, and counts twice.
void StatementText::entries_of(const v1::LineView& line, Table& table) {
  std::uint64_t shown = 0;
  for (const v1::EntryView& entry : line.entry()) {
    for (const v1::ItemView& item : entry.item()) {
      if (item.line() != line.line()) continue;
      const bool rated = item.category() == "commission";
      table.add({"", fmt::format("  {}  {}", entry.effective_on(), entry.summary()),
                 Cell(fmt::format("entry {}", grouped(std::to_string(entry.sequence())))),
                 rated ? amount_cell(item.base()) : amount_cell(item.quantity()),
                 amount_cell(item.amount())},
                Style::faint);
      ++shown;
    }
  }
  if (shown > 0 && shown < line.entries()) {
    table.add(
        {"",
         fmt::format("  and {} before these", counted(line.entries() - shown, "entry", "entries")),
         "", "", ""},
        Style::faint);
  }
}

void StatementText::lines(bool earned) {
  Table table(
      {"", "", Column("", Align::right), Column("", Align::right), Column("", Align::right)});
  for (const v1::StatementLineView& shown : section_.line()) {
    if (shown.earned() != earned) continue;
    const v1::LineView& line = shown.line();
    std::string text = line.description();
    if (line.billing() == "statement_only") text += " (not invoiced)";
    if (!line.agreement().empty())
      text += fmt::format(", {} v{}", line.agreement(), line.version());
    const bool due = line.billing() != "nothing_due";
    table.add({"L" + std::to_string(line.line()), text, counted(line.entries(), "entry", "entries"),
               basis_of(line), due ? amount_cell(line.amount()) : Cell("nothing due")});
    entries_of(line, table);
  }
  title(earned ? fmt::format("Earned by {}", party_) : fmt::format("Charged by {}", other_));
  if (table.empty()) return output_.line("    nothing");
  output_.print(without_titles(table, output_.ink(), 4));
}

void StatementText::invoices() {
  if (section_.invoice().empty()) return;
  title("Invoices of the period");
  Table table({"number", "from", "issued", "due", Column("net", Align::right),
               Column("tax", Align::right), Column("total", Align::right)});
  for (const v1::InvoiceView& invoice : section_.invoice()) {
    table.add({invoice.number() + (invoice.credit_note() ? " (credit note)" : ""), invoice.issuer(),
               invoice.issued_on(), invoice.due_on(), amount_cell(invoice.net()),
               amount_cell(invoice.tax()), amount_cell(invoice.gross())});
  }
  output_.print(table, 4);
}

void StatementText::disputes() {
  if (section_.dispute().empty()) return;
  title("Disputed");
  for (const v1::DisputeView& dispute : section_.dispute()) {
    output_.line("    {}: {} {}, {}; {}", subject_of(dispute), grouped(dispute.amount()),
                 section_.currency(), dispute.reason(), standing_of(dispute));
    print_events(dispute, 6, output_);
  }
}

void StatementText::credits() {
  if (section_.credit().empty()) return;
  title("Paid too much");
  Table table({"number", "by", "on", Column("amount", Align::right), Column("open now", Align::right)});
  for (const v1::CreditView& credit : section_.credit()) {
    table.add({credit.number(), credit.payer(), credit.on(), amount_cell(credit.amount()), amount_cell(credit.open())});
  }
  output_.print(table, 4);
}

void StatementText::write_offs() {
  if (section_.write_off().empty()) return;
  title("Written off");
  Table table({"document", "from", "on", Column("amount", Align::right), "reason"});
  for (const v1::WriteOffView& one : section_.write_off()) {
    table.add({one.document(), one.issuer(), one.approved_on(), amount_cell(one.amount()), one.reason()});
  }
  output_.print(table, 4);
}

void StatementText::set_off() {
  if (section_.set_off().empty()) return;
  title("Set-off");
  Table table({"invoice", "from", "due", Column("open before", Align::right),
               Column("set off", Align::right), Column("to be paid", Align::right)});
  for (const v1::SetOffView& settled : section_.set_off()) {
    table.add({settled.invoice(), settled.issuer(), settled.due_on(),
               amount_cell(settled.open_before()), amount_cell(settled.set_off()),
               amount_cell(settled.to_pay())});
  }
  output_.print(table, 4);
}

void StatementText::balance() {
  title(fmt::format("Balance, {}: + is owed to {}", section_.currency(), party_));
  Table table({"", Column("", Align::right)});
  const auto negative = [](const std::string& amount) {
    if (is_zero(amount)) return amount;
    return amount.starts_with('-') ? amount.substr(1) : "-" + amount;
  };
  table.add({"Brought forward", amount_cell(section_.opening())});
  table.add({"Earned", amount_cell(section_.earnings())});
  table.add({"Charged", amount_cell(negative(section_.charges()))});
  if (!is_zero(section_.paid())) {
    const bool to_party = !section_.paid().starts_with('-');
    table.add({fmt::format("Paid {} {}, {}, due {}", to_party ? "to" : "by", party_,
                           section_.payment_reference(), section_.payment_due_on()),
               amount_cell(negative(section_.paid()))});
  }
  table.add_total(
      {stage_ == "settled" ? "Carried forward" : "Standing now", amount_cell(section_.closing())});
  output_.print(without_titles(table, output_.ink(), 4));
  if (!is_zero(section_.disputed()))
    output_.line("    Of this, {} is disputed: it is settled when the dispute ends", grouped(section_.disputed()));
  if (!section_.carried_because().empty())
    output_.line("    Carried: {}", section_.carried_because());
  if (!is_zero(section_.paid()) && section_.confirmed() != section_.paid()) {
    const std::string& confirmed = section_.confirmed();
    output_.line("    Of the payment, {} has been confirmed so far",
                 grouped(confirmed.starts_with('-') ? confirmed.substr(1) : confirmed));
  }
  if (stage_ == "settled" && is_zero(section_.paid()) && is_zero(section_.closing())) {
    output_.line("    Nothing to pay: {} and {} are quits", party_, other_);
  }
}

void StatementText::contribution() {
  if (is_zero(section_.contributed()) && is_zero(section_.contributed_by_other())) return;
  title("Contribution, net of tax");
  Table table({"", Column("", Align::right), Column("", Align::right)});
  table.add({party_, amount_cell(section_.contributed()), percent_of(section_.share())});
  table.add({other_, amount_cell(section_.contributed_by_other()), ""});
  output_.print(without_titles(table, output_.ink(), 4));
}

void StatementText::print() {
  output_.line("");
  output_.line(
      "{}", output_.ink().paint(Style::strong,
                                fmt::format("With {}, in {}", party_text(section_.counterparty()),
                                            section_.currency())));
  lines(true);
  lines(false);
  invoices();
  disputes();
  credits();
  write_offs();
  set_off();
  balance();
  contribution();
}

}  // namespace

void print_statement(const v1::StatementView& statement, Output& output) {
  output.line(
      "{}", output.ink().paint(Style::strong, fmt::format("Statement {} for {}", statement.period(),
                                                          party_text(statement.party()))));
  if (statement.stage() == "open") {
    output.line(
        "The period is open: this is what it stands at, without the fees of the close and without "
        "tax");
  } else {
    output.line("The period is {}",
                statement.stage() == "closed" ? "closed and not settled yet" : "settled");
  }
  if (statement.section().empty()) {
    output.line("");
    output.line("Nothing happened, and nothing is carried");
  }
  for (const v1::StatementSectionView& section : statement.section()) {
    StatementText(statement, section, output).print();
  }
  for (const v1::StatementSectionView& section : statement.section()) {
    if (section.line().empty()) continue;
    output.line("");
    output.line("Why a line is what it is: quits explain L{}", section.line(0).line().line());
    break;
  }
}

}  // namespace quits::cli
