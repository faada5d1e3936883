#include "tests/service/case_book.h"

#include <fmt/core.h>
#include <google/protobuf/text_format.h>
#include <quits/v1/fact.pb.h>

#include "base/money.h"
#include "service/log_export.h"
#include "settlement/invoices.h"
#include "settlement/register.h"
#include "settlement/settlements.h"
#include "settlement/statement.h"
#include "tests/service/world.h"

namespace quits::test {
namespace {

class CaseBook {
 public:
  explicit CaseBook(const std::filesystem::path& folder)
      : text_(read_file(folder / "facts.txtpb")) {}

  std::string render() {
    v1::FactFile file;
    if (!google::protobuf::TextFormat::ParseFromString(text_, &file))
      return "facts.txtpb cannot be read\n";
    for (const v1::Fact& fact : file.fact()) record(file.source(), fact);
    section("");
    for (const Period period : settlement::known_periods(world_.database())) render_lines(period);
    section("");
    for (const auto& invoice : settlement::invoices_of(world_.database(), std::nullopt, ""))
      render_invoice(invoice);
    section("");
    for (const auto& [period, sequence] : settlement::settled_periods(world_.database()))
      render_settlements(period);
    section("");
    for (const auto& row : settlement::register_rows(world_.database(), std::nullopt))
      render_register(row);
    if (text_.find("# show: statements") != std::string::npos) render_statements();
    world_.expect_clean();
    return out_;
  }

  void export_log(const std::filesystem::path& log) {
    const auto made = service::export_log(world_.database(), {log, {}}, {});
    EXPECT_TRUE(made) << to_string(made.error());
  }

 private:
  // A blank line between what was written and what comes, once.
  void section(const std::string& title) {
    if (!out_.empty() && !out_.ends_with("\n\n")) out_ += "\n";
    out_ += title;
  }
  void say(const std::string& line) { out_ += line + "\n"; }
  std::string key_of(PartyNumber number) {
    return program::party_by_number(world_.database(), number)->key;
  }

  void record(const std::string& source, const v1::Fact& message);
  void render_reviews(Sequence after);
  std::string explained(const ledger::Record& record, const ledger::Item& item);
  void render_lines(Period period);
  void render_invoice(const settlement::Invoice& invoice);
  void render_settlements(Period period);
  void render_register(const settlement::RegisterRow& row);
  void render_statements();

  std::string text_;
  std::string out_;
  World world_;
};

std::string money(std::int64_t minor, Currency currency) {
  return Money(minor, currency).to_grouped_string();
}

void CaseBook::record(const std::string& source, const v1::Fact& message) {
  // "approve-1@bert" is recorded by bert; whoever is not named is anna. "end [2026-02-01]" begins a day.
  std::string id = message.id();
  if (const auto day = id.find(" ["); day != std::string::npos) {
    const auto now = Timestamp::parse(id.substr(day + 2, std::string_view("2026-02-01").size()) + "T08:00:00Z");
    if (!now) return say("no day: " + id);
    world_.clock().set(*now);
    id.erase(day);
  }
  const auto at = id.find('@');
  ledger::RecordOptions options;
  options.actor = at == std::string::npos ? "anna" : id.substr(at + 1);
  const auto fact = program::from_message(message);
  if (!fact) return say(fmt::format("refused {}: {}", id, name_of(fact.error().code)));
  program::FactCodec codec;
  const std::vector<ledger::Submission> facts{{{source, id}, codec.encode(*fact)}};
  const Sequence before{world_.book().log().size()};
  const auto receipt = world_.book().record(facts, options).receipts.at(0);
  render_reviews(before);
  if (!receipt)
    return say(fmt::format("refused {}: {}", id, name_of(receipt.error().code)));
  if (receipt->repeated) return say(fmt::format("repeated {}: nothing is booked", id));
  const ledger::Record record = world_.book().read(receipt->sequence);
  for (const ledger::Item& item : record.items) {
    const std::string who = record.items.size() == 1 ? std::string() : fmt::format(" {} {}:", key_of(item.key.creditor), item.key.term);
    say(fmt::format("entry {}:{} {}{}", id, who, money(item.amount_minor, item.key.currency), explained(record, item)));
  }
}

// Reviews of levels, whoever asked for them.
void CaseBook::render_reviews(Sequence after) {
  program::FactCodec codec;
  for (std::uint64_t next = after.value + 1; next <= world_.book().log().size(); ++next) {
    const auto fact = codec.decode(world_.book().read({next}).fact);
    const auto* review = fact ? std::get_if<program::LevelReviewed>(&*fact) : nullptr;
    if (review == nullptr) continue;
    say(fmt::format("level {} on {}: {}, was {} ({})", review->agreement, review->on.to_string(),
                    review->level, review->level_before, review->because));
    for (const auto& finding : review->findings) {
      say(fmt::format("  {} asks for {} {}: {}, {}", finding.level, finding.requirement,
                      finding.required, finding.found, finding.met ? "met" : "not met"));
    }
  }
}

// "5000 at 4 %", "250 x 1", "40 x 500 / 2000", "1000 for 100000".
std::string words_of(const ledger::Trace& trace, const ledger::BandPart& part) {
  const std::string volume = part.volume.to_string();
  const std::string amount = part.amount.to_string();
  if (!program::pays_amounts(trace.rule, trace.base)) return volume + " at " + part.rate.to_percent_string();
  if (trace.rule == ledger::Rule::fixed_step) return amount + " for " + part.from.to_string();
  if (trace.rule == ledger::Rule::interpolated) return fmt::format("{} x {} / {}", amount, volume, part.width.to_string());
  return volume + " x " + amount;
}

// Bands, true-up and origin, where there are any.
std::string CaseBook::explained(const ledger::Record& record, const ledger::Item& item) {
  std::string text;
  const ledger::Trace& trace = item.trace;
  for (const ledger::BandPart& part : trace.of ? std::vector<ledger::BandPart>() : trace.parts) {
    text += (text.empty() ? " = " : " + ") + words_of(trace, part);
  }
  if (trace.of && trace.true_up_minor != 0) {
    text += fmt::format(" = {} of the sale's own, {} true-up",
                        money(trace.returned_minor, item.key.currency),
                        money(trace.true_up_minor, item.key.currency));
  } else if (trace.true_up_minor != 0) {
    text += fmt::format(", {} true-up", money(trace.true_up_minor, item.key.currency));
  }
  for (const ledger::LimitEffect& effect : trace.limits) {
    if (effect.wanted_minor == effect.allowed_minor && effect.room_minor == 0) continue;
    text += fmt::format(", {} {} a {}: {} of {}", effect.is_floor ? "at least" : "at most",
                        money(effect.bound_minor, item.key.currency), name_of(effect.scope),
                        money(effect.allowed_minor, item.key.currency), money(effect.wanted_minor, item.key.currency));
    if (effect.room_minor != 0) text += fmt::format(", uses {}", money(effect.room_minor, item.key.currency));
  }
  if (item.key.billing != ledger::Billing::invoiced) {
    text += fmt::format(" ({}{})", name_of(item.key.billing),
                        trace.reason == ledger::Reason::recurring_ended  ? ", recurring ended"
                        : trace.reason == ledger::Reason::awaits_payment ? ", awaits payment"
                                                                         : "");
  }
  if (trace.matures) {
    text += fmt::format(" (held until {}, posted in {})", trace.matures->to_string(), record.period.to_string());
  } else if (record.is_late())
    text += fmt::format(" (of {}, posted in {})", record.effective.to_string(),
                        record.period.to_string());
  return text;
}

void CaseBook::render_lines(Period period) {
  for (const ledger::Line& line : ledger::lines_of_period(world_.database(), period)) {
    const auto version = program::version_by_sequence(world_.database(), line.key.version);
    std::string text = fmt::format(
        "line {} {} {} {}: {} {}, {}", key_of(line.key.creditor), period.to_string(),
        name_of(line.key.category), line.key.term.empty() ? "-" : line.key.term, line.entries,
        line.entries == 1 ? "entry" : "entries", money(line.amount_minor, line.key.currency));
    if (version && version->version > 1) text += fmt::format(" (version {})", version->version);
    if (line.key.billing != ledger::Billing::invoiced)
      text += fmt::format(" ({})", name_of(line.key.billing));
    say(text);
  }
}

void CaseBook::render_invoice(const settlement::Invoice& invoice) {
  program::FactCodec codec;
  const auto issued = codec.decode(world_.book().read(invoice.sequence).fact);
  std::string text = fmt::format(
      "{} {} {} to {}: net {}", invoice.gross_minor < 0 ? "credit note" : "invoice", invoice.number,
      invoice.period.to_string(), invoice.recipient, money(invoice.net_minor, invoice.currency));
  for (const auto& tax : std::get<program::InvoiceIssued>(*issued).taxes) {
    if (tax.category == ledger::TaxCategory::o) continue;
    text += fmt::format(", {} {} on {} {}", ledger::name_of(tax.category),
                        tax.rate.to_percent_string(), money(tax.base_minor, invoice.currency),
                        money(tax.tax_minor, invoice.currency));
    if (!tax.exemption_reason.empty()) text += fmt::format(" ({})", tax.exemption_reason);
  }
  text += fmt::format(", gross {}, due {}, open {}", money(invoice.gross_minor, invoice.currency),
                      invoice.due_on.to_string(), money(invoice.open_minor, invoice.currency));
  say(text);
}

void CaseBook::render_settlements(Period period) {
  program::FactCodec codec;
  for (const auto& settled : settlement::settlements_of(world_.database(), period)) {
    const Currency currency = *Currency::from_numeric(settled.key.currency);
    const auto fact = codec.decode(world_.book().read(settled.row.sequence).fact);
    for (const auto& set_off : std::get<program::SettlementPosted>(*fact).invoices) {
      say(fmt::format(
          "settled {} {}: of {} open {}, set off {}, to pay {}", period.to_string(),
          settled.key.partner, set_off.invoice, money(set_off.open_before_minor, currency),
          money(set_off.set_off_minor, currency), money(set_off.to_pay_minor, currency)));
    }
    if (!settled.row.reference.empty()) {
      say(fmt::format("payment {} {}: {} due {}, confirmed {}", settled.row.reference,
                      settled.key.partner, money(settled.row.paid_minor, currency),
                      settled.row.due_on->to_string(),
                      money(settled.row.confirmed_minor, currency)));
    }
    if (!settled.row.because.empty())
      say(fmt::format("carried {} {}: {}", period.to_string(), settled.key.partner,
                      settled.row.because));
  }
}

void CaseBook::render_register(const settlement::RegisterRow& row) {
  const auto in = [&](std::int64_t minor) { return money(minor, row.currency); };
  say(fmt::format(
      "register {} {} ({}): opening {}, charges {}, earnings {}, net {}, paid {}, carried {}, "
      "share {}",
      row.period.to_string(), row.partner, settlement::name_of(row.stage), in(row.opening_minor),
      in(row.charges_minor), in(row.earnings_minor), in(row.net_minor), in(row.paid_minor),
      in(row.carried_minor), row.share.empty() ? "-" : row.share));
}

void CaseBook::render_statements() {
  for (const Period period : settlement::known_periods(world_.database())) {
    for (const auto& party : program::all_parties(world_.database())) {
      const auto statement = settlement::statement_of(world_.book(), party.key, period);
      for (const auto& section_of : statement->sections) {
        const auto in = [&](std::int64_t minor) { return money(minor, section_of.currency); };
        section(fmt::format("statement {} {} with {} ({})\n", party.key, period.to_string(),
                            section_of.counterparty.key, settlement::name_of(statement->stage)));
        say("  opening " + in(section_of.opening_minor));
        for (const auto& shown : section_of.lines) {
          say(fmt::format("  {} {}: {}", shown.earned ? "earned" : "charged", shown.description,
                          in(shown.line.amount_minor)));
        }
        for (const auto& credit : section_of.credits) {
          say(fmt::format("  paid too much by {}: {} {}, open {}", credit.issuer, credit.number,
                          in(credit.gross_minor), in(credit.open_minor)));
        }
        for (const auto& story : section_of.write_offs) {
          say(fmt::format("  written off of {}: {}, {}", story.write_off.document,
                          in(story.write_off.amount_minor), story.reason));
        }
        for (const auto& set_off : section_of.set_off) {
          say(fmt::format("  {} of {}: set off {}, to pay {}", set_off.invoice.number,
                          in(set_off.invoice.gross_minor), in(set_off.set_off_minor),
                          in(set_off.to_pay_minor)));
        }
        say(fmt::format("  earnings {}, charges {}, paid {}, closing {}, share {}",
                        in(section_of.earnings_minor), in(section_of.charges_minor),
                        in(section_of.paid_minor), in(section_of.closing_minor),
                        section_of.share.empty() ? "-" : section_of.share));
      }
    }
  }
}

}  // namespace

std::string render_case(const std::filesystem::path& folder, const std::filesystem::path& log) {
  CaseBook book(folder);
  std::string text = book.render();
  book.export_log(log);
  return text;
}

}  // namespace quits::test
