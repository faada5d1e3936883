// Disputes: a side does not agree with a line. Its amount leaves settlements until the dispute ends.
#include <fmt/core.h>

#include <algorithm>

#include "base/money.h"
#include "settlement/invoicing.h"
#include "settlement/rules.h"

namespace quits::settlement {

using program::DisputeAnswered;
using program::DisputeOpened;
using program::DisputeOutcome;
using program::DisputeResolved;
using program::InvoiceIssued;

struct Rules::Disputed {
  Sequence opened;
  Dispute dispute;
  Invoice invoice;
};

namespace {

std::int64_t magnitude(std::int64_t value) { return value < 0 ? -value : value; }

const std::string& other_side(const Invoice& invoice, const std::string& side) {
  return invoice.issuer == side ? invoice.recipient : invoice.issuer;
}

bool is_side(const Invoice& invoice, const std::string& party) { return invoice.issuer == party || invoice.recipient == party; }

Status check_side(const Invoice& invoice, const std::string& by, const std::string& field) {
  if (is_side(invoice, by)) return {};
  return refuse_field(field, Code::party_mismatch, fmt::format("\"{}\" is not a side of {}", by, invoice.number),
                      fmt::format("it is between {} and {}", invoice.issuer, invoice.recipient));
}

// What a dispute takes of it at most, or why there is nothing.
Status check_amount(const DisputeOpened& fact, const Invoice& invoice, std::int64_t disputable) {
  const auto text = [&](std::int64_t minor) { return Money(magnitude(minor), invoice.currency).with_code(); };
  const std::string what = fact.line == 0 ? invoice.number : fmt::format("line {} of {}", fact.line, invoice.number);
  if (disputable == 0) {
    return refuse_field("dispute_opened.line", Code::bad_value, fmt::format("nothing of {} is left to be disputed", what),
                        "`quits dispute list` shows what was disputed before");
  }
  if ((disputable < 0) != (invoice.gross_minor < 0)) {
    return refuse_field("dispute_opened.line", Code::bad_value, fmt::format("{} lowers the document: it keeps nothing out of a settlement", what),
                        "record what is right as an adjustment");
  }
  if (magnitude(fact.amount_minor) > magnitude(disputable)) {
    return refuse_field("dispute_opened.amount", Code::bad_value, fmt::format("{} is more than the {} that {} has left to be disputed",
                                                                              text(fact.amount_minor), text(disputable), what));
  }
  if (magnitude(fact.amount_minor) > magnitude(invoice.free_minor())) {
    return refuse_field("dispute_opened.amount", Code::bad_value,
                        fmt::format("{} is more than the {} of {} that is open, on no payment list and not disputed", text(fact.amount_minor),
                                    text(invoice.free_minor()), invoice.number),
                        "name a smaller amount; what was settled already is put right by an adjustment");
  }
  return {};
}

// `amount` divided as `weights` are, which sum to `whole` and may have either sign. The parts sum to it.
std::vector<std::int64_t> divided(std::int64_t amount, std::span<const std::int64_t> weights, std::int64_t whole) {
  std::vector<std::int64_t> parts(weights.size(), 0);
  int128 before = 0;
  std::int64_t given = 0;
  for (std::size_t i = 0; i < weights.size() && whole != 0; ++i) {
    before += weights[i];
    const auto so_far = static_cast<std::int64_t>(divide_rounded(before * amount, whole, Rounding::half_away_from_zero));
    parts[i] = so_far - given;
    given = so_far;
  }
  return parts;
}

// The net amount per line of what is given back, `parts` tax included: that of the line where all of it is. Else of all
// lines of one tax rate together, so that their tax, which is rounded once, comes as close as it can.
std::vector<std::int64_t> nets_of(const InvoiceIssued& issued, std::span<const std::int64_t> parts, std::span<const std::int64_t> grosses) {
  std::vector<std::int64_t> nets(parts.size(), 0);
  for (const program::InvoiceTax& tax : issued.taxes) {
    std::vector<std::int64_t> weights(parts.size(), 0);
    std::int64_t gross = 0;
    bool whole = true;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      const program::InvoiceLine& line = issued.lines[i];
      if (parts[i] == 0 || line.tax_category != tax.category || line.tax_rate != tax.rate) continue;
      whole = whole && parts[i] == grosses[i];
      weights[i] = parts[i];
      gross += parts[i];
    }
    const std::vector<std::int64_t> split = divided(net_of_gross(gross, tax.rate), weights, gross);
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (weights[i] != 0) nets[i] = whole ? issued.lines[i].amount_minor : split[i];
    }
  }
  return nets;
}

void add_item(ledger::LineKey key, std::int64_t amount, std::vector<ledger::Item>& items) {
  key.period = {};
  key.term = "adjustment";
  const auto same = std::find_if(items.begin(), items.end(), [&](const ledger::Item& item) { return item.key == key; });
  if (same != items.end()) {
    same->amount_minor += amount;
    return;
  }
  ledger::Item item;
  item.key = std::move(key);
  item.amount_minor = amount;
  item.trace.reason = ledger::Reason::adjustment;
  items.push_back(std::move(item));
}

std::vector<std::int64_t> grosses_of(const InvoiceIssued& issued) {
  std::vector<std::int64_t> grosses = taxes_of_lines(issued);
  for (std::size_t i = 0; i < grosses.size(); ++i) grosses[i] += issued.lines[i].amount_minor;
  return grosses;
}

}  // namespace

Result<InvoiceIssued> Rules::issued(const Invoice& invoice, ledger::Writer& writer) {
  TRY(program::Fact fact, codec_.decode(writer.read(invoice.sequence).fact));
  auto* issued = std::get_if<InvoiceIssued>(&fact);
  if (issued == nullptr) {
    return refuse(Code::unknown_invoice, fmt::format("{} was not issued by this book: it has no lines", invoice.number));
  }
  return std::move(*issued);
}

Result<std::int64_t> Rules::disputable(const Invoice& invoice, std::uint32_t line, ledger::Writer& writer) {
  TRY(const InvoiceIssued issued, this->issued(invoice, writer));
  if (line > issued.lines.size()) {
    return refuse_field("dispute_opened.line", Code::bad_value, fmt::format("{} has {} lines and no line {}", invoice.number, issued.lines.size(), line),
                        fmt::format("`quits invoice show {}` lists them", invoice.number));
  }
  std::int64_t of_document = invoice.gross_minor;
  std::int64_t of_line = line == 0 ? of_document : grosses_of(issued)[line - 1];
  for (const Dispute& dispute : documents_.disputes.about(invoice.number)) {
    if (!dispute.keeps_out() && dispute.state != DisputeState::upheld) continue;
    of_document -= dispute.amount_minor;
    if (dispute.line == line) of_line -= dispute.amount_minor;
  }
  return magnitude(of_document) < magnitude(of_line) ? of_document : of_line;
}

Result<ledger::Receipt> Rules::apply(DisputeOpened fact, const Case& on) {
  const Invoice* known = documents_.invoices.find(fact.document);
  if (known == nullptr) {
    Error error = unknown_invoice(fact.document);
    error.place.field = "dispute_opened.document";
    return refuse(std::move(error));
  }
  const Invoice invoice = *known;
  TRY_STATUS(check_side(invoice, fact.by, "dispute_opened.by"));
  if (invoice.kind != DocumentKind::invoice) {
    return refuse_field("dispute_opened.document", Code::bad_value,
                        fmt::format("{} is a {}: invoices and credit notes of the book are disputed", invoice.number, name_of(invoice.kind)),
                        "keep it out of runs: quits obligation flag");
  }
  if (!invoice.run.empty()) {
    return refuse_field("dispute_opened.document", Code::held_by_run, fmt::format("run {} holds {}", invoice.run, invoice.number),
                        "reject the run's proposal, or have it cancelled first");
  }
  if (fact.on < invoice.issued_on) {
    return refuse_field("dispute_opened.on", Code::date_out_of_range,
                        fmt::format("is {}, before {} was issued on {}", fact.on.to_string(), invoice.number, invoice.issued_on.to_string()));
  }
  TRY(const std::int64_t disputable, this->disputable(invoice, fact.line, on.writer));
  fact.amount_minor = disputable;
  if (fact.amount) {
    TRY(const Money amount, Money::parse(fact.amount->to_string(), invoice.currency));
    fact.amount_minor = invoice.gross_minor < 0 ? -amount.minor() : amount.minor();
  }
  TRY_STATUS(check_amount(fact, invoice, disputable));
  on.writer.flush();
  PairTermsBook terms(fact.on, program_, on.writer);
  const PairTerms* pair = terms.find(invoice.issuer, invoice.recipient, invoice.currency);
  TRY(fact.answer_until, fact.on.plus_days(pair == nullptr || pair->dispute_days == 0 ? program::kDisputeDays : pair->dispute_days));
  ledger::Draft draft;
  draft.id = on.submission.id;
  draft.effective = fact.on;
  draft.relates_to = invoice.sequence;
  draft.fact = codec_.encode(fact);
  return on.writer.append(std::move(draft));
}

Result<Rules::Disputed> Rules::disputed(const program::FactRef& ref, Date day, const std::string& field, const Case& on) {
  const FactId id{ref.source.empty() ? on.submission.id.source : ref.source, ref.id};
  const auto sequence = on.writer.find(id);
  const bool known = sequence && *sequence < on.writer.next_sequence();
  const Dispute* dispute = known ? documents_.disputes.find(*sequence) : nullptr;
  if (dispute == nullptr) {
    return refuse_field(field + ".dispute", Code::unknown_dispute, fmt::format("\"{}:{}\" opened no dispute", id.source, id.external_id),
                        "`quits dispute list` shows all");
  }
  Disputed found{*sequence, *dispute, {}};
  found.invoice = *documents_.invoices.find(found.dispute.document);
  if (found.dispute.state != DisputeState::open) {
    return refuse_field(field + ".dispute", Code::not_pending,
                        fmt::format("it ended in entry {}: {}", found.dispute.resolved_by.value,
                                    found.dispute.state == DisputeState::waiting ? "upheld" : name_of(found.dispute.state)),
                        "open another one");
  }
  const Date opened = on.writer.read(*sequence).effective;
  if (day < opened) {
    return refuse_field(field + ".on", Code::date_out_of_range, fmt::format("is {}, before it was opened on {}", day.to_string(), opened.to_string()));
  }
  return found;
}

Result<ledger::Receipt> Rules::apply(const DisputeAnswered& fact, const Case& on) {
  TRY(const Disputed found, disputed(fact.dispute, fact.on, "dispute_answered", on));
  TRY_STATUS(check_side(found.invoice, fact.by, "dispute_answered.by"));
  ledger::Draft draft;
  draft.id = on.submission.id;
  draft.effective = fact.on;
  draft.relates_to = found.opened;
  draft.fact = codec_.encode(fact);
  return on.writer.append(std::move(draft));
}

Status Rules::check_resolution(const DisputeResolved& fact, const Disputed& found, ledger::Writer& writer) {
  const std::string& book_operator = program_.registers().parties.operator_key();
  const std::string& disputes = found.dispute.by;
  const std::string& other = other_side(found.invoice, disputes);
  const auto wrong = [&](const std::string& who) {
    return refuse_field("dispute_resolved.by", Code::party_mismatch, fmt::format("it is {} who says so, not \"{}\"", who, fact.by));
  };
  if (fact.outcome == DisputeOutcome::withdrawn) {
    if (fact.by != disputes) return wrong(disputes);
    return {};
  }
  if (fact.outcome == DisputeOutcome::rejected) {
    const bool may = fact.by == other || (fact.by == book_operator && fact.by != disputes);
    if (!may) return wrong(other == book_operator || disputes == book_operator ? other : other + " or " + book_operator);
  } else if (fact.by != found.invoice.issuer && fact.by != book_operator) {
    return wrong(found.invoice.issuer == book_operator ? book_operator : found.invoice.issuer + " or " + book_operator);
  }
  const std::string opener = writer.read(found.opened).actor;
  if (opener == writer.actor()) {
    return refuse(Code::same_person, fmt::format("{} opened this dispute and cannot decide it", opener), "another person does: --as NAME");
  }
  return {};
}

Result<std::vector<ledger::Item>> Rules::give_back(const Dispute& dispute, const Invoice& invoice, ledger::Writer& writer) {
  TRY(const InvoiceIssued issued, this->issued(invoice, writer));
  const std::vector<std::int64_t> grosses = grosses_of(issued);
  std::vector<std::int64_t> parts(grosses.size(), 0);
  if (dispute.line == 0) {
    parts = divided(dispute.amount_minor, grosses, invoice.gross_minor);
  } else {
    parts[dispute.line - 1] = dispute.amount_minor;
  }
  const std::vector<std::int64_t> nets = nets_of(issued, parts, grosses);
  std::vector<ledger::Item> items;
  for (std::size_t i = 0; i < nets.size(); ++i) {
    if (nets[i] == 0) continue;
    const auto stored = ledger::line_of(writer.database(), ledger::LineNumber{issued.lines[i].line});
    if (stored) add_item(stored->key, -nets[i], items);
  }
  return items;
}

Result<ledger::Receipt> Rules::apply(const DisputeResolved& fact, const Case& on) {
  TRY(const Disputed found, disputed(fact.dispute, fact.on, "dispute_resolved", on));
  TRY_STATUS(check_resolution(fact, found, on.writer));
  ledger::Draft draft;
  draft.id = on.submission.id;
  draft.effective = fact.on;
  draft.relates_to = found.opened;
  draft.fact = codec_.encode(fact);
  if (fact.outcome == DisputeOutcome::upheld) {
    on.writer.flush();
    TRY(auto items, give_back(found.dispute, found.invoice, on.writer));
    program::put_items(std::move(items), draft);
    // It belongs to the next close, whatever day it is by then.
    if (const auto open = on.writer.oldest_open(); open && fact.on > open->last_day()) draft.effective = open->last_day();
  }
  return on.writer.append(std::move(draft));
}

}  // namespace quits::settlement
