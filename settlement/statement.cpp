#include "settlement/statement.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "ledger/book.h"
#include "program/agreements.h"
#include "settlement/describe.h"

namespace quits::settlement {
namespace {

using SectionKey = std::pair<std::string, int>;  // counterparty, ISO number

class StatementBuilder {
 public:
  StatementBuilder(ledger::Book& book, program::Party party, Period period) : book_(book), database_(book.database()) {
    statement_.party = std::move(party);
    statement_.period = period;
    statement_.stage = stage_of(database_, period);
  }

  Result<Statement> build();

 private:
  StatementSection& section(const std::string& counterparty, Currency currency);
  void add_lines();
  void add_invoices();
  void add_disputes();
  void add_credits();
  void add_write_offs();
  Result<bool> add_settlement(StatementSection& section);
  void add_up(StatementSection& section);
  void find_openings();
  void bring_forward(const SectionKey& key, StatementSection& section);

  ledger::Book& book_;
  storage::Database& database_;
  Statement statement_;
  std::map<SectionKey, StatementSection> sections_;
  std::map<SectionKey, std::int64_t> openings_;  // of a period that is not settled
  program::FactCodec codec_;
};

StatementSection& StatementBuilder::section(const std::string& counterparty, Currency currency) {
  const auto [place, added] = sections_.try_emplace({counterparty, currency.numeric()});
  if (added) {
    place->second.currency = currency;
    if (const auto party = program::party_by_key(database_, counterparty)) place->second.counterparty = *party;
  }
  return place->second;
}

void StatementBuilder::add_lines() {
  std::map<std::uint64_t, program::Terms> terms;
  std::map<std::uint64_t, std::string> keys;
  for (ledger::Line& line : ledger::lines_of_party(database_, statement_.period, statement_.party.number)) {
    const bool earned = line.key.creditor == statement_.party.number;
    const PartyNumber other = earned ? line.key.debtor : line.key.creditor;
    std::string& key = keys[other.value];
    if (key.empty()) {
      if (const auto party = program::party_by_number(database_, other)) key = party->key;
    }
    const std::uint64_t version = line.key.version.value;
    if (version != 0 && terms.count(version) == 0) {
      if (auto known = terms_in(book_, line.key.version, codec_)) terms.emplace(version, *std::move(known));
    }
    const auto known = terms.find(version);
    StatementLine shown;
    shown.description = description_of(line.key, known == terms.end() ? nullptr : &known->second);
    if (known != terms.end()) shown.title = known->second.title;
    shown.earned = earned;
    const Currency currency = line.key.currency;
    shown.line = std::move(line);
    section(key, currency).lines.push_back(std::move(shown));
  }
}

void StatementBuilder::add_invoices() {
  for (Invoice& invoice : invoices_of(database_, statement_.period, statement_.party.key)) {
    const std::string other = invoice.issuer == statement_.party.key ? invoice.recipient : invoice.issuer;
    section(other, invoice.currency).invoices.push_back(std::move(invoice));
  }
}

void StatementBuilder::add_disputes() {
  for (NumberedDispute& numbered : disputes_of(database_, statement_.party.key)) {
    const Invoice& document = numbered.document;
    const bool shown = document.period == statement_.period || (document.period < statement_.period && numbered.dispute.keeps_out());
    if (!shown) continue;
    const bool earned = document.issuer == statement_.party.key;
    StatementSection& with = section(earned ? document.recipient : document.issuer, document.currency);
    with.disputes.push_back(story_of(book_, std::move(numbered)));
    const std::int64_t kept_out = with.disputes.back().kept_out_minor;
    with.disputed_minor += earned ? kept_out : -kept_out;
  }
}

void StatementBuilder::add_credits() {
  for (Invoice& credit : credits_of(database_, statement_.period, statement_.party.key)) {
    if (credit.confirmation == Confirmation::refused) continue;  // its payment was taken back
    const std::string other = credit.issuer == statement_.party.key ? credit.recipient : credit.issuer;
    section(other, credit.currency).credits.push_back(std::move(credit));
  }
}

void StatementBuilder::add_write_offs() {
  for (WriteOffStory& story : write_offs_of(book_, statement_.party.key, statement_.period)) {
    const Invoice& document = story.document;
    const std::string other = document.issuer == statement_.party.key ? document.recipient : document.issuer;
    section(other, document.currency).write_offs.push_back(std::move(story));
  }
}

void StatementBuilder::add_up(StatementSection& section) {
  for (const StatementLine& shown : section.lines) {
    const auto& key = shown.line.key;
    if (key.billing == ledger::Billing::nothing_due) continue;
    (shown.earned ? section.contributed_minor : section.contributed_by_other_minor) += shown.line.amount_minor;
    if (statement_.stage == Stage::open && key.billing == ledger::Billing::invoiced) {
      (shown.earned ? section.earnings_minor : section.charges_minor) += shown.line.amount_minor;
    }
  }
  for (const Invoice& invoice : section.invoices) {
    (invoice.issuer == statement_.party.key ? section.earnings_minor : section.charges_minor) += invoice.gross_minor;
  }
  section.share = share_of_partner(section.contributed_minor, section.contributed_by_other_minor);
}

// Whether the pair took part in the settlement of the period.
Result<bool> StatementBuilder::add_settlement(StatementSection& section) {
  bool found = false;
  // A settlement is kept from the partner's side, whichever of the two this statement is for.
  const std::string& own = statement_.party.key;
  const std::string& other = section.counterparty.key;
  for (const bool is_partner : {true, false}) {
    const std::int64_t sign = is_partner ? 1 : -1;
    const SettlementKey key{is_partner ? own : other, is_partner ? other : own, section.currency.numeric(), statement_.period};
    const auto settled = settlement_at(database_, key);
    if (!settled) continue;
    found = true;
    section.opening_minor = sign * settled->row.opening_minor;
    section.paid_minor = sign * settled->row.paid_minor;
    section.confirmed_minor = sign * settled->row.confirmed_minor;
    section.payment_reference = settled->row.reference;
    section.payment_due_on = settled->row.due_on;
    section.carried_because = settled->row.because;
    TRY(const program::Fact fact, codec_.decode(book_.read(settled->row.sequence).fact));
    for (const program::SetOff& set_off : std::get<program::SettlementPosted>(fact).invoices) {
      const auto invoice = invoice_by_number(database_, set_off.invoice);
      if (!invoice) return tl::unexpected<Error>(unknown_invoice(set_off.invoice));
      section.set_off.push_back({*invoice, set_off.open_before_minor, set_off.set_off_minor, set_off.to_pay_minor});
    }
  }
  section.closing_minor = section.opening_minor + section.earnings_minor - section.charges_minor - section.paid_minor;
  return found;
}

// What a settlement would find: what is open of earlier invoices on no payment list, less what was paid directly on the
// period's own, and what earlier open periods would invoice.
void StatementBuilder::find_openings() {
  if (statement_.stage == Stage::settled) return;
  const auto add = [&](const Invoice& invoice, std::int64_t amount) {
    const bool earned = invoice.issuer == statement_.party.key;
    const std::string& other = earned ? invoice.recipient : invoice.issuer;
    section(other, invoice.currency);
    openings_[{other, invoice.currency.numeric()}] += earned ? amount : -amount;
  };
  for (const Invoice& invoice : unsettled_invoices(database_, statement_.period, statement_.party.key)) {
    add(invoice, invoice.open_minor - invoice.to_pay_minor);
  }
  for (const Invoice& invoice : invoices_of(database_, statement_.period, statement_.party.key)) add(invoice, -invoice.gross_minor);
  const auto closed = ledger::last_closed_period(database_);
  const auto first = closed ? closed->next() : ledger::first_posted_period(database_);
  for (Period open = first.value_or(statement_.period); open < statement_.period; open = open.next()) {
    StatementBuilder earlier(book_, statement_.party, open);
    earlier.add_lines();
    for (auto& [key, before] : earlier.sections_) {
      earlier.add_up(before);
      section(key.first, before.currency);
      openings_[key] += before.earnings_minor - before.charges_minor;
    }
  }
}

void StatementBuilder::bring_forward(const SectionKey& key, StatementSection& section) {
  section.opening_minor = openings_[key];
  section.closing_minor = section.opening_minor + section.earnings_minor - section.charges_minor;
}

Result<Statement> StatementBuilder::build() {
  add_lines();
  add_invoices();
  add_disputes();
  add_credits();
  add_write_offs();
  for (const SettlementKey& pair : pairs_of(database_, statement_.party.key)) {
    const std::string& other = pair.partner == statement_.party.key ? pair.principal : pair.partner;
    const auto currency = Currency::from_numeric(pair.currency);
    if (!currency) return tl::unexpected<Error>(currency.error());
    section(other, *currency);
  }
  find_openings();
  for (auto& [key, section] : sections_) {
    add_up(section);
    TRY(const bool settled, add_settlement(section));
    if (!settled) bring_forward(key, section);
    const bool empty = section.lines.empty() && section.invoices.empty() && section.set_off.empty() && section.disputes.empty() &&
                       section.credits.empty() && section.write_offs.empty() && section.opening_minor == 0;
    if (!empty) statement_.sections.push_back(std::move(section));
  }
  return std::move(statement_);
}

}  // namespace

Result<Statement> statement_of(ledger::Book& book, const std::string& key, Period period) {
  auto party = program::party_by_key(book.database(), key);
  if (!party) return tl::unexpected<Error>(program::unknown_party(book.database(), key));
  return StatementBuilder(book, *std::move(party), period).build();
}

std::vector<ledger::Record> entries_of(ledger::Book& book, const ledger::Line& line, std::size_t limit) {
  std::vector<ledger::Record> entries;
  for (Sequence at = line.last; at && entries.size() < limit;) {
    ledger::Record record = book.read(at);
    at = {};
    for (const ledger::Item& item : record.items) {
      if (item.line == line.number) at = item.previous;
    }
    entries.push_back(std::move(record));
  }
  return entries;
}

}  // namespace quits::settlement
