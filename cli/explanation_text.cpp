#include "cli/explanation_text.h"

#include <google/protobuf/descriptor.h>

#include <algorithm>

#include "cli/level_text.h"
#include "cli/wording.h"
#include "ledger/book.h"

namespace quits::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

std::string with_spaces(std::string name) {
  for (char& letter : name) {
    if (letter == '_') letter = ' ';
  }
  return name;
}

// "PARTNER" of SIDE_PARTNER, "CHARGEBACK" of REFUND_KIND_CHARGEBACK: behind the enum's own name.
std::string short_name(const google::protobuf::EnumValueDescriptor& value) {
  std::size_t prefix = 0;
  for (const char letter : value.type()->name()) prefix += letter >= 'A' && letter <= 'Z' ? 2 : 1;
  return value.name().substr(std::min(prefix, value.name().size()));
}

std::string value_of(const Message& message, const FieldDescriptor& field) {
  const auto& reflection = *message.GetReflection();
  switch (field.cpp_type()) {
    case FieldDescriptor::CPPTYPE_STRING:
      return reflection.GetString(message, &field);
    case FieldDescriptor::CPPTYPE_BOOL:
      return reflection.GetBool(message, &field) ? "yes" : "no";
    case FieldDescriptor::CPPTYPE_UINT32:
      return std::to_string(reflection.GetUInt32(message, &field));
    case FieldDescriptor::CPPTYPE_UINT64:
      return std::to_string(reflection.GetUInt64(message, &field));
    case FieldDescriptor::CPPTYPE_ENUM:
      return short_name(*reflection.GetEnum(message, &field));
    default:
      return {};
  }
}

// Minor units and repeated parts are the book's own; the calculation shows them.
void add_reported(const Message& message, const std::string& source, Table& table) {
  std::vector<const FieldDescriptor*> fields;
  message.GetReflection()->ListFields(message, &fields);
  for (const FieldDescriptor* field : fields) {
    if (field->is_repeated() || field->name() == "terms") continue;
    if (field->cpp_type() != FieldDescriptor::CPPTYPE_MESSAGE) {
      if (auto value = value_of(message, *field); !value.empty()) {
        table.add({with_spaces(field->name()), value});
      }
      continue;
    }
    const Message& inner = message.GetReflection()->GetMessage(message, field);
    if (const auto* ref = dynamic_cast<const v1::FactRef*>(&inner)) {
      table.add(
          {field->name(), (ref->source().empty() ? source : ref->source()) + ":" + ref->id()});
    } else {
      add_reported(inner, source, table);
    }
  }
}

bool waits_for_approval(const std::string& kind) {
  return kind == "adjustment" || kind == "restatement proposed" || kind == "level granted" ||
         kind == "fund requested";
}

void add_history(const v1::ExplainView& view, Table& table) {
  const v1::EntryView& entry = view.entry();
  if (entry.relates_to() != 0)
    table.add({"refers to", fmt::format("entry {}", entry.relates_to())});
  if (view.approved_by() != 0) {
    table.add({"approved", fmt::format("in entry {}", view.approved_by())});
  } else if (waits_for_approval(entry.kind())) {
    table.add({"approved", "not yet: it changes nothing until a second person approves it"});
  }
  for (const v1::RestatingView& by : view.restating()) {
    const bool is_less = by.amount().starts_with("-");
    table.add({"restated",
               fmt::format("{} earns {} {} in entry {}, restatement of entry {}: {}", by.creditor(),
                           grouped(by.amount().substr(is_less ? 1 : 0)), is_less ? "less" : "more",
                           by.entry(), by.restatement(), by.reason())});
  }
  if (!view.stands_at().empty()) table.add({"stands at", grouped(view.stands_at())});
  if (view.reversed_by() != 0)
    table.add({"reversed", fmt::format("in entry {}", view.reversed_by())});
  if (!view.given_back().empty()) {
    table.add({"given back", fmt::format("{} since, with {} of what it had booked",
                                         grouped(view.given_back()), grouped(view.returned()))});
  }
}

void print_item(const v1::ExplainedItem& explained, Output& output) {
  const v1::ItemView& item = explained.item();
  output.line("");
  output.line("{}", output.ink().paint(Style::strong, explained.headline()));
  Table steps({"", Column("", Align::right)});
  for (int i = 0; i + 1 < explained.step_size(); ++i) {
    steps.add({explained.step(i).text(), amount_cell(explained.step(i).amount())});
  }
  const v1::StepView& last = explained.step(explained.step_size() - 1);
  steps.add_total({last.text(), Cell(grouped(last.amount()) + " " + item.currency())});
  output.print(without_titles(steps, output.ink(), 2));
  output.line("  On line L{}{}", item.line(),
              explained.invoice().empty() ? "" : ", invoice " + explained.invoice());
}

void print_postings(const v1::EntryView& entry, Output& output) {
  if (entry.posting().empty()) return;
  Table table({"owner", "counterparty", "account", Column("amount", Align::right), "currency"});
  for (const v1::PostingView& posting : entry.posting()) {
    table.add({posting.owner(), posting.counterparty(), posting.account(),
               amount_cell(posting.amount()), posting.currency()});
  }
  output.line("");
  output.line("Posted: + in the owner's book is - in the counterparty's");
  output.print(table, 2);
}

// An entry of the line shown, with what it added to that line: one row each. How many.
std::uint64_t add_entry(const v1::EntryView& entry, std::uint64_t line, Table& table) {
  std::uint64_t rows = 0;
  for (const v1::ItemView& item : entry.item()) {
    if (item.line() != line) continue;
    const bool rated = item.category() == "commission";
    table.add({Cell(grouped(std::to_string(entry.sequence())), std::to_string(entry.sequence())),
               entry.effective_on(), entry.source() + ":" + entry.id(), entry.summary(),
               amount_cell(rated ? item.base() : item.quantity()), amount_cell(item.amount())});
    ++rows;
  }
  return rows;
}

}  // namespace

void print_entry(const v1::ExplainView& view, Output& output) {
  const v1::EntryView& entry = view.entry();
  output.line(
      "{}", output.ink().paint(Style::strong, fmt::format("Entry {}: {}",
                                                          grouped(std::to_string(entry.sequence())),
                                                          entry.summary())));
  Table about({"", ""});
  about.add({"id", entry.source() + ":" + entry.id()});
  about.add({"effective", entry.effective_on() + ", posted in " + entry.period() +
                              (entry.late() ? ": its own period was closed when it came" : "")});
  about.add({"recorded", time_text(entry.recorded_at()) + " by " + entry.actor()});
  add_history(view, about);
  output.print(without_titles(about, output.ink(), 2));

  Table reported({"", ""});
  const auto* kind = entry.fact().GetDescriptor()->FindOneofByName("kind");
  const auto* field = entry.fact().GetReflection()->GetOneofFieldDescriptor(entry.fact(), kind);
  if (field != nullptr) {
    add_reported(entry.fact().GetReflection()->GetMessage(entry.fact(), field), entry.source(),
                 reported);
  }
  if (!reported.empty()) {
    output.line("");
    output.line("{}", entry.source() == ledger::kOwnSource ? "As the book recorded it"
                                                           : "As it was reported");
    output.print(without_titles(reported, output.ink(), 2));
  }
  if (entry.fact().has_level_reviewed()) print_review(entry.fact().level_reviewed(), output);
  for (const v1::ExplainedItem& item : view.item()) print_item(item, output);
  print_postings(entry, output);
  if (entry.fact().has_invoice_issued()) {
    output.line("");
    output.line("Its lines: quits invoice show {}", entry.fact().invoice_issued().number());
  }
}

void print_line(const v1::ExplainView& view, Output& output) {
  const v1::LineView& line = view.line();
  const bool rated = line.category() == "commission";
  output.line("{}", output.ink().paint(Style::strong, fmt::format("Line L{}: {}", line.line(),
                                                                  line.description())));
  Table about({"", ""});
  about.add({"earned by", line.creditor() + ", owed by " + line.debtor()});
  about.add({"period", line.period()});
  if (!line.agreement().empty()) {
    about.add({"agreement", fmt::format("{}, version {}{}", line.agreement(), line.version(),
                                        line.title().empty() ? "" : ", \"" + line.title() + "\"")});
  }
  if (line.billing() == "statement_only")
    about.add({"billing", "shown on the statement, never invoiced"});
  if (line.billing() == "invoiced") {
    about.add(
        {"invoice", view.invoice().empty() ? "none yet: its period is open" : view.invoice()});
  }
  output.print(without_titles(about, output.ink(), 2));
  output.line("");
  Table entries({Column("entry", Align::right), "effective", "id", "what",
                 Column(rated ? "volume" : "quantity", Align::right),
                 Column("amount", Align::right)});
  std::uint64_t shown = 0;
  for (const v1::EntryView& entry : line.entry()) shown += add_entry(entry, line.line(), entries);
  entries.add_total({"", "", "", counted(line.entries(), "entry", "entries"),
                     amount_cell(rated ? line.base() : line.quantity()),
                     amount_cell(line.amount())});
  output.print(entries, 2);
  output.line("");
  if (shown < line.entries()) {
    output.line("  The newest {} are shown; the total is of all. More: --limit {}", shown,
                line.entries());
  }
  output.line("  Amounts in {}. Why one is what it is: quits explain ENTRY", line.currency());
}

}  // namespace quits::cli
