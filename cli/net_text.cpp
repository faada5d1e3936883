#include "cli/net_text.h"

#include <algorithm>

#include "cli/wording.h"

namespace quits::cli {
namespace {

constexpr int kRowsMax = 60;

std::string title_of(const v1::NetView& view) {
  std::string title = view.mode() == "centre"         ? "Netting at a centre"
                      : view.mode() == "multilateral" ? "Multilateral set-off"
                                                      : "Bilateral set-off";
  title += ": " + counted(static_cast<std::uint64_t>(view.obligations_size()), "obligation",
                          "obligations");
  title +=
      " between " + counted(static_cast<std::uint64_t>(view.parties_size()), "party", "parties");
  if (!view.currency().empty()) title += ", in " + view.currency();
  return title;
}

Table figures_table(const v1::NetView& view) {
  Table table({"figure", {"amount", Align::right}, "is"});
  table.add({"gross", amount_cell(view.gross()), "everything that is owed"});
  table.add({"net internal debt", amount_cell(view.nid()), "the least that must be paid"});
  std::string shares;
  if (!view.share_of_gross().empty()) shares = percent_of(view.share_of_gross()) + " of gross";
  if (!view.share_of_nettable().empty())
    shares += ", " + percent_of(view.share_of_nettable()) + " of gross less net internal debt";
  table.add({"set off", amount_cell(view.set_off()), shares}, Style::strong);
  table.add({"remaining", amount_cell(view.remaining()),
             view.mode() == "centre" ? "to be paid to the centre" : "still to be paid"});
  if (view.whole_invoices() && view.mode() != "centre")
    table.add({"gap", amount_cell(view.gap()), "at most this much more with whole invoices"});
  table.add({"payments", Cell(""),
             fmt::format("{} before, {} after", grouped(std::to_string(view.payments_before())),
                         grouped(std::to_string(view.payments_after())))});
  return table;
}

Table parties_table(const v1::NetView& view) {
  Table table({"party",
               {"owes", Align::right},
               {"is owed", Align::right},
               {"net", Align::right},
               {"set off", Align::right},
               {"to pay", Align::right},
               {"to receive", Align::right}});
  for (int i = 0; i < std::min(view.parties_size(), kRowsMax); ++i) {
    const v1::NetPartyView& party = view.parties(i);
    table.add({party.party(), amount_cell(party.owes()), amount_cell(party.owed()),
               amount_cell(party.net()), amount_cell(party.set_off()), amount_cell(party.to_pay()),
               amount_cell(party.to_receive())});
  }
  return table;
}

bool names_due_dates(const v1::NetView& view) {
  return std::any_of(view.obligations().begin(), view.obligations().end(),
                     [](const v1::NetObligationView& one) { return !one.due().empty(); });
}

Table obligations_table(const v1::NetView& view) {
  const bool with_due = names_due_dates(view);
  std::vector<Column> columns{view.ids_are_row_numbers() ? "row" : "id", "debtor", "creditor"};
  if (with_due) columns.emplace_back("due");
  for (const char* title : {"open", "set off", "left"}) columns.emplace_back(title, Align::right);
  Table table(columns);
  for (int i = 0; i < std::min(view.obligations_size(), kRowsMax); ++i) {
    const v1::NetObligationView& one = view.obligations(i);
    std::vector<Cell> cells{one.id(), one.debtor(), one.creditor()};
    if (with_due) cells.emplace_back(one.due());
    for (const std::string& amount : {one.amount(), one.set_off(), one.left()})
      cells.push_back(amount_cell(amount));
    table.add(std::move(cells));
  }
  return table;
}

void say_what_is_cut(int rows, const char* what, Output& output) {
  if (rows > kRowsMax)
    output.line("... and {} more {}", grouped(std::to_string(rows - kRowsMax)), what);
}

}  // namespace

std::string net_proof_text(const v1::NetView& view) {
  if (view.mode() == "centre")
    return "Checked: every obligation is replaced, and everybody's net position is what it was.";
  if (!view.optimal()) {
    return fmt::format("Checked, not proven optimal: no set-off can be more than {}.",
                       grouped(view.bound()));
  }
  std::string text = "Proven optimal: no larger ";
  text += view.mode() == "bilateral" ? "set-off between two parties exists."
                                     : "set-off along these debts exists.";
  const auto obligations = static_cast<std::uint32_t>(view.obligations_size());
  if (view.mode() != "multilateral" || view.decided() == 0) return text;
  if (view.decided() == obligations)
    return text + " Of all that are as large, this one takes the oldest debts first.";
  return text + fmt::format(" The first {} obligations by due date took what they could.",
                            grouped(std::to_string(view.decided())));
}

void print_net_text(const v1::NetView& view, Output& output) {
  output.line("{}\n", title_of(view));
  output.print(without_titles(figures_table(view), output.ink(), 0));
  output.line("\n{}\n", net_proof_text(view));
  output.print(parties_table(view));
  say_what_is_cut(view.parties_size(), "parties", output);
  output.line("");
  output.print(obligations_table(view));
  say_what_is_cut(view.obligations_size(), "obligations; --csv prints all", output);
}

void print_net_csv(const v1::NetView& view, Output& output) {
  Table table({"id", "debtor", "creditor", "amount", "set_off", "left"});
  for (const v1::NetObligationView& one : view.obligations())
    table.add({one.id(), one.debtor(), one.creditor(), one.amount(), one.set_off(), one.left()});
  output.print(table.to_csv());
}

}  // namespace quits::cli
