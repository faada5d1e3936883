#include "cli/views_run.h"

#include <fmt/core.h>

#include <map>

#include "base/money.h"
#include "program/encoding.h"
#include "settlement/netting/set_off.h"
#include "settlement/register.h"

namespace quits::cli {
namespace {

using namespace program;
using settlement::NamedRun;
using settlement::RunAnswer;
using settlement::RunState;

std::string amount(std::int64_t minor, Currency currency) { return Money(minor, currency).to_string(); }

template <class Held>
Held read_as(service::BookFile& file, Sequence entry) {
  FactCodec codec;
  const auto fact = codec.decode(file.book().read(entry).fact);
  const Held* held = fact ? std::get_if<Held>(&*fact) : nullptr;
  return held == nullptr ? Held() : *held;
}

std::string share_of(std::int64_t part, std::int64_t whole) {
  return whole == 0 ? std::string() : settlement::share_of_partner(part, whole - part);
}

void add_figures(const RunFigures& figures, v1::RunView& view) {
  v1::RunFiguresView& added = *view.add_figures();
  added.set_currency(std::string(figures.currency.code()));
  added.set_gross(amount(figures.gross_minor, figures.currency));
  added.set_nid(amount(figures.nid_minor, figures.currency));
  added.set_set_off(amount(figures.set_off_minor, figures.currency));
  added.set_remaining(amount(figures.gross_minor - figures.set_off_minor, figures.currency));
  added.set_share_of_gross(share_of(figures.set_off_minor, figures.gross_minor));
  added.set_share_of_nettable(share_of(figures.set_off_minor, figures.gross_minor - figures.nid_minor));
  added.set_payments_before(figures.payments_before);
  added.set_payments_after(figures.payments_after);
}

const char* words_of(const settlement::RunPartyRow& row, std::uint32_t proposal, Date today) {
  if (row.answer == RunAnswer::accepts) return "accepts";
  if (row.answer == RunAnswer::rejects) return "rejects";
  if (row.proposal != proposal) return "left out";
  if (row.until >= today) return "waits";
  return row.silence == Silence::accepts ? "silent, accepts" : "silent, rejects";
}

// What a party owes and is owed, before and after.
struct Position {
  std::int64_t owes = 0, owed = 0, set_off = 0, to_pay = 0, to_receive = 0;
};

class Whole {
 public:
  Whole(const RunCollected& collected, const RunProposed* proposed, const std::string& party, v1::RunView& view)
      : collected_(collected), proposed_(proposed), party_(party), view_(view) {}

  void add_documents() {
    for (std::size_t i = 0; i < collected_.documents.size(); ++i) {
      const RunDocument& document = collected_.documents[i];
      const std::int64_t set_off = proposed_ == nullptr || i >= proposed_->set_off_minor.size() ? 0 : proposed_->set_off_minor[i];
      const std::string& debtor = collected_.parties.at(document.debtor);
      const std::string& creditor = collected_.parties.at(document.creditor);
      count(debtor, creditor, document, set_off);
      if (!party_.empty() && debtor != party_ && creditor != party_) continue;
      v1::RunDocumentView& added = *view_.add_document();
      added.set_number(document.number);
      added.set_debtor(debtor);
      added.set_creditor(creditor);
      added.set_currency(std::string(document.currency.code()));
      added.set_due(document.due.to_string());
      added.set_open_before(amount(document.open_minor, document.currency));
      added.set_set_off(amount(set_off, document.currency));
      added.set_open_after(amount(document.open_minor - set_off, document.currency));
    }
  }

  // What a centre takes over is paid to it or by it.
  void add_made(const RunPosted& posted) {
    for (const RunMade& made : posted.made) {
      if (!made.converted_from.empty()) continue;  // counted with the document it was
      of(made.debtor, made.currency).to_pay += made.amount_minor;
      of(made.creditor, made.currency).to_receive += made.amount_minor;
    }
  }

  void add_parties() {
    for (const auto& [key, position] : positions_) {
      if (!party_.empty() && key.first != party_) continue;
      const Currency currency = *Currency::from_numeric(key.second);
      v1::RunPartyView& added = *view_.add_party();
      added.set_party(key.first);
      added.set_currency(std::string(currency.code()));
      added.set_owes(amount(position.owes, currency));
      added.set_owed(amount(position.owed, currency));
      added.set_net(amount(position.owed - position.owes, currency));
      added.set_set_off(amount(position.set_off, currency));
      added.set_to_pay(amount(position.to_pay, currency));
      added.set_to_receive(amount(position.to_receive, currency));
    }
  }

 private:
  Position& of(const std::string& party, Currency currency) { return positions_[{party, currency.numeric()}]; }

  // A credit note is owed by its issuer.
  void count(const std::string& debtor, const std::string& creditor, const RunDocument& document, std::int64_t set_off) {
    const bool turned = document.open_minor < 0;
    Position& owing = of(turned ? creditor : debtor, document.currency);
    Position& owed = of(turned ? debtor : creditor, document.currency);
    const std::int64_t sign = turned ? -1 : 1;
    owing.owes += sign * document.open_minor;
    owing.set_off += sign * set_off;
    owing.to_pay += sign * (document.open_minor - set_off);
    owed.owed += sign * document.open_minor;
    owed.to_receive += sign * (document.open_minor - set_off);
  }

  const RunCollected& collected_;
  const RunProposed* proposed_;
  const std::string& party_;
  v1::RunView& view_;
  std::map<std::pair<std::string, int>, Position> positions_;
};

void add_conversions(const RunCollected& collected, const RunPosted& posted, const std::string& party, v1::RunView& view) {
  std::map<std::string, std::string> left_as;
  for (const RunMade& made : posted.made) {
    if (!made.converted_from.empty()) left_as[made.converted_from] = made.number;
  }
  for (const RunConversion& conversion : collected.conversions) {
    const RunDocument& document = collected.documents.at(conversion.document);
    const bool concerns = party.empty() || collected.parties.at(document.debtor) == party || collected.parties.at(document.creditor) == party;
    if (!concerns) continue;
    const std::string own(conversion.currency.code());
    const std::string into(document.currency.code());
    v1::RunConversionView& added = *view.add_conversion();
    added.set_number(document.number);
    added.set_currency(own);
    added.set_open(amount(conversion.open_minor, conversion.currency));
    added.set_rate(fmt::format("1 {} = {} {}", conversion.divides ? into : own, conversion.rate.to_string(), conversion.divides ? own : into));
    added.set_settlement_currency(into);
    added.set_converted(amount(document.open_minor, document.currency));
    added.set_left_as(left_as[document.number]);
  }
}

void add_payments(service::BookFile& file, const NamedRun& run, const std::string& party, v1::RunView& view) {
  if (!run.row.posted) return;
  std::map<std::string, const RunPayment*> parts;
  const auto posted = read_as<RunPosted>(file, run.row.posted);
  for (const RunPayment& payment : posted.payments) parts[payment.reference] = &payment;
  for (const settlement::NamedOrder& named : settlement::orders_of_run(file.database(), run.run)) {
    const settlement::RunOrder& order = named.order;
    if (!party.empty() && order.payer != party && order.payee != party) continue;
    v1::RunPaymentView& added = *view.add_payment();
    added.set_reference(named.reference);
    added.set_payer(order.payer);
    added.set_payee(order.payee);
    added.set_currency(std::string(order.currency.code()));
    added.set_amount(amount(order.amount_minor, order.currency));
    added.set_confirmed(amount(order.confirmed_minor, order.currency));
    added.set_due(order.due.to_string());
    added.set_withdrawn(order.withdrawn);
    for (const RunPart& part : parts[named.reference]->parts) added.add_document(part.number);
  }
}

Cell amount_cell(const std::string& text) { return Cell(grouped(text), text); }

Table figures_table(const v1::RunView& view) {
  Table table({"currency", {"gross", Align::right}, {"net debt", Align::right}, {"set off", Align::right}, {"of gross", Align::right},
               {"of nettable", Align::right}, {"remaining", Align::right}, {"payments before", Align::right}, {"after", Align::right}});
  for (const v1::RunFiguresView& one : view.figures()) {
    table.add({one.currency(), amount_cell(one.gross()), amount_cell(one.nid()), amount_cell(one.set_off()), one.share_of_gross(),
               one.share_of_nettable(), amount_cell(one.remaining()), count_cell(one.payments_before()), count_cell(one.payments_after())});
  }
  return table;
}

Table parties_table(const v1::RunView& view) {
  Table table({"party", "currency", {"owes", Align::right}, {"is owed", Align::right}, {"net", Align::right}, {"set off", Align::right},
               {"to pay", Align::right}, {"to receive", Align::right}});
  for (const v1::RunPartyView& one : view.party()) {
    table.add({one.party(), one.currency(), amount_cell(one.owes()), amount_cell(one.owed()), amount_cell(one.net()),
               amount_cell(one.set_off()), amount_cell(one.to_pay()), amount_cell(one.to_receive())});
  }
  return table;
}

Table documents_table(const v1::RunView& view) {
  Table table({"document", "debtor", "creditor", "due", "currency", {"open before", Align::right}, {"set off", Align::right},
               {"open after", Align::right}});
  for (const v1::RunDocumentView& one : view.document()) {
    table.add({one.number(), one.debtor(), one.creditor(), one.due(), one.currency(), amount_cell(one.open_before()),
               amount_cell(one.set_off()), amount_cell(one.open_after())});
  }
  return table;
}

Table payments_table(const v1::RunView& view) {
  constexpr int kNamedMax = 3;
  Table table({"reference", "payer", "payee", {"amount", Align::right}, "currency", "due", {"confirmed", Align::right}, "pays"});
  for (const v1::RunPaymentView& one : view.payment()) {
    std::string pays;
    for (int i = 0; i < one.document_size() && i < kNamedMax; ++i) pays += (i == 0 ? "" : ", ") + one.document(i);
    if (one.document_size() > kNamedMax) pays += fmt::format(" and {} more", one.document_size() - kNamedMax);
    table.add({one.reference(), one.payer(), one.payee(), amount_cell(one.amount()), one.currency(), one.due(),
               one.withdrawn() ? Cell("withdrawn") : amount_cell(one.confirmed()), pays});
  }
  return table;
}

Table conversions_table(const v1::RunView& view) {
  Table table({"document", {"open", Align::right}, "currency", "rate", {"converted", Align::right}, "into", "left as"});
  for (const v1::RunConversionView& one : view.conversion()) {
    table.add({one.number(), amount_cell(one.open()), one.currency(), one.rate(), amount_cell(one.converted()), one.settlement_currency(), one.left_as()});
  }
  return table;
}

void print_section(const char* title, const Table& table, Output& output) {
  if (table.empty()) return;
  output.line("\n{}", output.ink().paint(Style::strong, title));
  output.print(table, 2);
}

}  // namespace

std::string_view words_of(RunExclusion reason) {
  switch (reason) {
    case RunExclusion::none: break;
    case RunExclusion::currency: return "another currency";
    case RunExclusion::not_confirmed: return "not confirmed";
    case RunExclusion::disputed: return "disputed";
    case RunExclusion::in_enforcement: return "in enforcement";
    case RunExclusion::assigned: return "assigned";
    case RunExclusion::related_party: return "related party";
    case RunExclusion::on_hold: return "on hold";
    case RunExclusion::in_another_run: return "in another run";
    case RunExclusion::insolvent: return "insolvent";
    case RunExclusion::not_a_participant: return "not a participant";
    case RunExclusion::not_agreed: return "not agreed to this kind of netting";
    case RunExclusion::due_later: return "due after the cut-off";
    case RunExclusion::small: return "not above the threshold";
    case RunExclusion::rejected: return "a party rejected";
    case RunExclusion::no_rate: return "no exchange rate";
  }
  return "none";
}

std::string next_of(const std::string& run, RunState state) {
  switch (state) {
    case RunState::draft: return "quits run collect " + run;
    case RunState::collected: return "quits run propose " + run;
    case RunState::proposed: return "quits --as NAME run approve " + run;
    case RunState::approved: return "quits run post " + run;
    case RunState::posted: return "record its payments: quits record FILE";
    case RunState::settled:
    case RunState::cancelled:
    case RunState::reversed: break;
  }
  return {};
}

v1::RunView run_row(service::BookFile& file, const NamedRun& run) {
  v1::RunView view;
  view.set_run(run.run);
  view.set_state(std::string(name_of(run.row.state)));
  view.set_mode(std::string(settlement::name_of(run.row.mode)));
  view.set_on(run.row.on.to_string());
  view.set_proposal(run.row.proposal);
  view.set_opened(run.row.opened.value);
  view.set_collected(run.row.collected.value);
  view.set_proposed(run.row.proposed.value);
  view.set_approved(run.row.approved.value);
  view.set_posted(run.row.posted.value);
  view.set_ended(run.row.ended.value);
  view.set_payments_open(static_cast<std::uint64_t>(run.row.payments_open));
  view.set_next(next_of(run.run, run.row.state));
  if (!run.row.proposed) return view;
  const auto proposed = read_as<RunProposed>(file, run.row.proposed);
  for (const RunFigures& figures : proposed.figures) add_figures(figures, view);
  for (const std::string& party : proposed.without) view.add_without(party);
  return view;
}

v1::RunView run_whole(service::BookFile& file, const NamedRun& run, const std::string& party, Date today) {
  v1::RunView view = run_row(file, run);
  if (!run.row.collected) return view;
  const auto collected = read_as<RunCollected>(file, run.row.collected);
  view.set_hash(collected.hash);
  view.set_as_of(collected.as_of);
  const auto proposed = run.row.proposed ? std::optional(read_as<RunProposed>(file, run.row.proposed)) : std::nullopt;
  Whole whole(collected, proposed ? &*proposed : nullptr, party, view);
  whole.add_documents();
  const auto posted = run.row.posted ? read_as<RunPosted>(file, run.row.posted) : RunPosted();
  whole.add_made(posted);
  add_conversions(collected, posted, party, view);
  whole.add_parties();
  for (const settlement::NamedRunParty& asked : settlement::parties_asked(file.database(), run.run)) {
    if (!party.empty() && asked.party != party) continue;
    v1::RunAnswerView& added = *view.add_answer();
    added.set_party(asked.party);
    added.set_answer(words_of(asked.row, run.row.proposal, today));
    added.set_until(asked.row.until.to_string());
    added.set_proposal(asked.row.proposal);
    added.set_entry(asked.row.answered.value);
  }
  if (party.empty()) {
    for (const RunExcluded& excluded : collected.excluded) {
      v1::RunExcludedView& added = *view.add_excluded();
      added.set_number(excluded.number);
      added.set_reason(std::string(words_of(excluded.reason)));
    }
  }
  add_payments(file, run, party, view);
  return view;
}

void print_run(const v1::RunView& view, const std::string& party, Output& output) {
  if (output.wants_json()) return output.print_json(view);
  if (output.wants_csv()) return output.print(party.empty() ? parties_table(view) : documents_table(view));
  output.line("{} {}, {}, on {}{}", output.ink().paint(Style::strong, "Run " + view.run()), view.state(), view.mode(), view.on(),
              view.proposal() == 0 ? "" : fmt::format(", proposal {}", view.proposal()));
  if (!view.hash().empty()) output.line("collected as of entry {}, hash {}", view.as_of(), view.hash());
  print_section("In all", figures_table(view), output);
  print_section(party.empty() ? "By party" : "Position", parties_table(view), output);
  print_section("Converted", conversions_table(view), output);
  print_section("Documents", documents_table(view), output);
  print_section("Payments", payments_table(view), output);
  Table answers({"party", "answer", "until", {"proposal", Align::right}});
  for (const v1::RunAnswerView& one : view.answer()) answers.add({one.party(), one.answer(), one.until(), count_cell(one.proposal())});
  print_section("Answers", answers, output);
  Table excluded({"document", "takes no part because"});
  for (const v1::RunExcludedView& one : view.excluded()) excluded.add({one.number(), one.reason()});
  print_section("Left out", excluded, output);
  if (!view.next().empty()) output.note("next: {}", view.next());
}

}  // namespace quits::cli
