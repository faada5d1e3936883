// Closing a period: fees fall due, invoices are issued, and nothing takes effect in it any more.
#include <fmt/core.h>

#include <unordered_map>

#include "settlement/describe.h"
#include "settlement/invoicing.h"
#include "settlement/rules.h"

namespace quits::settlement {

using ledger::Line;

struct Rules::Issuing {
  Period period;
  ledger::Writer& writer;
  PairTermsBook pair_terms;
  std::unordered_map<std::uint64_t, std::string> keys;  // of parties, by number
};

// The first period with a posting, or with a sale whose commission is held and posted later.
std::optional<Period> first_period(storage::Database& database) {
  const auto posted = ledger::first_posted_period(database);
  const auto active = program::first_active_period(database);
  return posted && active ? std::min(*posted, *active) : posted;
}

Status Rules::check_may_close(const program::PeriodClosed& fact, ledger::Writer& writer) {
  const Period period = fact.period;
  const auto open = writer.oldest_open();
  if (open && period < *open) {
    return refuse(Code::period_closed, fmt::format("{} is closed already", period.to_string()), "a closed period stays closed");
  }
  writer.flush();
  const auto next = open ? open : first_period_ ? first_period_ : first_period(writer.database());
  if (next && period != *next) {
    return refuse(Code::period_order, fmt::format("{} closes before {}", next->to_string(), period.to_string()),
                  fmt::format("periods close in order: quits period close {}", next->to_string()));
  }
  if (!next) {
    return refuse(Code::unknown_period, fmt::format("nothing was ever posted in {}", period.to_string()),
                  "the first period that closes is the first one with an entry");
  }
  if (period.last_day() >= writer.now().date()) {
    return refuse(Code::period_not_ended, fmt::format("{} ends on {}", period.to_string(), period.last_day().to_string()),
                  "close it when it has ended");
  }
  return check_calendar_of_close(fact, writer);
}

Status Rules::issue_invoice(std::span<const Line> lines, Issuing& issuing) {
  const ledger::LineKey& key = lines.front().key;
  InvoiceContext context;
  context.issuer = issuing.keys[key.creditor.value];
  context.recipient = issuing.keys[key.debtor.value];
  context.issued_on = issuing.period.last_day();
  context.number = documents_.invoices.next_number(context.issuer, context.issued_on);
  if (const PairTerms* terms = issuing.pair_terms.find(context.issuer, context.recipient, key.currency)) {
    context.due_days = terms->payment.due_days;
  }
  const auto terms_of = [&](const Line& line) {
    return line.key.version ? &program_.terms_of(line.key.version, issuing.writer) : nullptr;
  };
  context.description = [&](const Line& line) { return description_of(line.key, terms_of(line)); };
  context.exemption_reason = [&](const Line& line) {
    const program::Terms* terms = terms_of(line);
    return terms == nullptr ? std::string() : exemption_reason_of(line.key, *terms);
  };
  if (documents_.invoices.find(context.number) != nullptr) {
    return refuse(Code::already_exists, fmt::format("there is a document {} already, which is no invoice of {}", context.number, context.issuer));
  }
  TRY(const program::InvoiceIssued invoice, draw_up(lines, context));

  ledger::Draft draft;
  draft.id = {std::string(ledger::kOwnSource), "invoice/" + invoice.number};
  draft.effective = invoice.issued_on;
  draft.postings = postings_of(invoice, key.creditor, key.debtor);
  draft.fact = codec_.encode(invoice);
  TRY_STATUS(issuing.writer.append(std::move(draft)));
  return {};
}

Status Rules::issue_invoices(Period period, ledger::Writer& writer) {
  writer.flush();
  Issuing issuing{period, writer, PairTermsBook(period.last_day(), program_, writer), {}};
  for (const program::Party& party : program::all_parties(writer.database())) issuing.keys.emplace(party.number.value, party.key);

  // They come ordered by creditor, debtor and currency: an invoice is one run of equal ones.
  std::vector<Line> run;
  const auto issue_run = [&]() -> Status {
    if (!run.empty()) TRY_STATUS(issue_invoice(run, issuing));
    run.clear();
    return {};
  };
  for (Line& line : ledger::lines_of_period(writer.database(), period)) {
    if (!is_billed(line)) continue;
    const bool same = !run.empty() && run.front().key.creditor == line.key.creditor &&
                      run.front().key.debtor == line.key.debtor && run.front().key.currency == line.key.currency;
    if (!same) TRY_STATUS(issue_run());
    run.push_back(std::move(line));
  }
  return issue_run();
}

Result<ledger::Receipt> Rules::apply(program::PeriodClosed fact, const Case& on) {
  TRY_STATUS(check_may_close(fact, on.writer));
  TRY_STATUS(program_.review_levels(fact.period, on.writer));
  TRY_STATUS(program_.charge_fees(fact.period, on.writer));
  TRY_STATUS(program_.charge_floors(fact.period, on.writer));
  TRY_STATUS(program_.settle_guarantees(fact.period, on.writer));
  TRY_STATUS(issue_invoices(fact.period, on.writer));
  fact.tree_size = on.writer.tree_size();
  fact.tree_root = on.writer.tree_root();
  ledger::Draft draft;
  draft.id = on.submission.id;
  draft.effective = fact.period.last_day();
  draft.fact = codec_.encode(fact);
  return on.writer.append(std::move(draft));
}

}  // namespace quits::settlement
