// The whole exchange of one dispute, read from its records.
#include "ledger/book.h"
#include "ledger/stored.h"
#include "settlement/disputes.h"
#include "settlement/sql.h"
#include "storage/database.h"

namespace quits::settlement {
namespace {

std::string_view word_of(program::DisputeOutcome outcome) {
  switch (outcome) {
    case program::DisputeOutcome::upheld: return "upheld";
    case program::DisputeOutcome::rejected: return "rejected";
    case program::DisputeOutcome::withdrawn: return "withdrawn";
    case program::DisputeOutcome::none: break;
  }
  return "resolved";
}

void add_event(const ledger::Record& record, program::FactCodec& codec, std::vector<DisputeEvent>& events) {
  const auto fact = codec.decode(record.fact);
  if (!fact) return;
  const auto add = [&](const auto& said, std::string_view what) {
    events.push_back({record.sequence, said.on, said.by, record.actor, std::string(what), said.text});
  };
  if (const auto* opened = std::get_if<program::DisputeOpened>(&*fact)) add(*opened, "opened");
  if (const auto* answered = std::get_if<program::DisputeAnswered>(&*fact)) add(*answered, "answered");
  if (const auto* resolved = std::get_if<program::DisputeResolved>(&*fact)) add(*resolved, word_of(resolved->outcome));
}

std::string description_of(ledger::Book& book, const NumberedDispute& numbered, program::FactCodec& codec) {
  if (numbered.dispute.line == 0 || !numbered.document.sequence) return {};
  const auto fact = codec.decode(book.read(numbered.document.sequence).fact);
  const auto* issued = fact ? std::get_if<program::InvoiceIssued>(&*fact) : nullptr;
  if (issued == nullptr || numbered.dispute.line > issued->lines.size()) return {};
  return issued->lines[numbered.dispute.line - 1].description;
}

// Of several disputes about a document that was paid in part, the older ones keep their amounts.
std::int64_t kept_out_by(storage::Database& database, const NumberedDispute& numbered) {
  auto rows = database.prepare(sql::disputes_of_document);
  rows->bind_text(1, numbered.dispute.document);
  std::vector<Dispute> disputes;
  std::int64_t before = 0;
  while (rows->step()) {
    const bool is_it = DisputeTable::read_key(*rows) == numbered.opened;
    if (is_it) before = kept_out_of(numbered.document, disputes);
    disputes.push_back(DisputeTable::read_row(*rows));
    if (is_it) return kept_out_of(numbered.document, disputes) - before;
  }
  return 0;
}

}  // namespace

DisputeStory story_of(ledger::Book& book, NumberedDispute numbered) {
  program::FactCodec codec;
  DisputeStory story;
  story.description = description_of(book, numbered, codec);
  story.kept_out_minor = kept_out_by(book.database(), numbered);
  add_event(book.read(numbered.opened), codec, story.events);
  std::vector<Sequence> said;
  {
    auto rows = book.database().prepare(sql::events_of_dispute);
    rows->bind(1, static_cast<std::int64_t>(numbered.opened.value));
    while (rows->step()) said.push_back(ledger::stored_sequence(*rows, 0));
  }
  for (const Sequence sequence : said) add_event(book.read(sequence), codec, story.events);
  story.numbered = std::move(numbered);
  return story;
}

}  // namespace quits::settlement
