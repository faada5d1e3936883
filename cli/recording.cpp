#include "cli/recording.h"

#include <fmt/format.h>

#include <CLI/App.hpp>

#include "base/digest.h"
#include "cli/views.h"
#include "program/encoding.h"

namespace quits::cli {

Result<ledger::Submission> submission(const std::string& id, const program::Fact& fact) {
  program::FactCodec codec;
  std::string bytes = codec.encode(fact);
  TRY_STATUS(codec.decode(bytes));
  const bool fits = id.size() <= FactId::kExternalIdBytesMax;
  const std::string own_id =
      fits ? id : id.substr(0, id.find('/') + 1) + to_hex(Hasher().plain(id));
  TRY(FactId fact_id, check_fact_id(FactId{std::string(kOwnSource), own_id}));
  return ledger::Submission{std::move(fact_id), std::move(bytes)};
}

std::unique_ptr<ledger::Book::Preview> preview_if(bool dry_run, ledger::Book& book) {
  return dry_run ? std::make_unique<ledger::Book::Preview>(book) : nullptr;
}

Result<std::vector<ledger::Receipt>> record_all(Session& session, service::BookFile& file,
                                                std::span<const ledger::Submission> facts,
                                                bool dry_run) {
  const auto preview = preview_if(dry_run, file.book());
  const auto result = file.book().record(facts, {.actor = session.actor()});
  std::vector<ledger::Receipt> receipts;
  for (const auto& receipt : result.receipts) {
    if (!receipt) return refuse(receipt.error());
    receipts.push_back(*receipt);
  }
  return receipts;
}

Result<ledger::Receipt> record_one(Session& session, const ledger::Submission& fact, bool dry_run) {
  TRY(const auto receipts, record_all(session, session.book_for_writing(), {&fact, 1}, dry_run));
  return receipts.front();
}

Status in_words_of(std::span<const OptionName> names, Status status) {
  if (status || !status.error().place.file.empty()) return status;
  std::string& field = status.error().place.field;
  for (const OptionName& name : names) {
    if (field != name.field) continue;
    field = name.option;
    break;
  }
  return status;
}

void report(Session& session, const std::string& what, std::span<const ledger::Submission> facts,
            std::span<const ledger::Receipt> receipts, bool dry_run) {
  if (session.output().wants_json()) {
    ledger::BatchResult result;
    for (const ledger::Receipt& receipt : receipts) {
      result.receipts.emplace_back(receipt);
      if (receipt.repeated) ++result.repeated;
    }
    result.committed = !dry_run;
    session.output().print_json(view_of(result, facts, dry_run));
    return;
  }
  const ledger::Receipt& last = receipts.back();
  if (last.repeated) {
    session.output().line("{} (entry {}, was there already: nothing changed)", what,
                          last.sequence.value);
  } else if (dry_run) {
    session.output().line("{} (would be entry {}: nothing was written)", what, last.sequence.value);
  } else {
    session.output().line("{} (entry {})", what, last.sequence.value);
  }
}

program::FactRef fact_named(const std::string& name) {
  const std::size_t colon = name.find(':');
  if (colon == std::string::npos) return {std::string(kOwnSource), name};
  return {name.substr(0, colon), name.substr(colon + 1)};
}

void add_dry_run(CLI::App& command, bool& dry_run) {
  command.add_flag("--dry-run", dry_run, "Try it and write nothing");
}

}  // namespace quits::cli
