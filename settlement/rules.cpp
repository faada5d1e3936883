#include "settlement/rules.h"

#include "base/failure.h"
#include "storage/database.h"

namespace quits::settlement {

Rules::Rules(storage::Database& database, program::Rules& program) : documents_(&database), program_(program) {}

bool Rules::handles(ledger::FactKind kind) const {
  using namespace program;
  return kind == kind::period_closed || kind == kind::period_settled || kind == kind::payment || kind == kind::reversal ||
         kind == kind::calendar_set || kind == kind::dispute_opened || kind == kind::dispute_answered || kind == kind::dispute_resolved;
}

Result<ledger::Receipt> Rules::apply(const ledger::Submission& submission, ledger::Writer& writer) {
  TRY(program::Fact fact, codec_.decode(submission.fact));
  program::clear_filled_in(fact);
  const Case on{submission, writer};
  if (auto* closed = std::get_if<program::PeriodClosed>(&fact)) return apply(std::move(*closed), on);
  if (auto* settled = std::get_if<program::PeriodSettled>(&fact)) return apply(std::move(*settled), on);
  if (auto* payment = std::get_if<program::Payment>(&fact)) return apply(std::move(*payment), on);
  if (auto* reversal = std::get_if<program::Reversal>(&fact)) return apply(std::move(*reversal), on);
  if (const auto* calendar = std::get_if<program::CalendarSet>(&fact)) return apply(*calendar, on);
  if (auto* opened = std::get_if<program::DisputeOpened>(&fact)) return apply(std::move(*opened), on);
  if (const auto* answered = std::get_if<program::DisputeAnswered>(&fact)) return apply(*answered, on);
  if (const auto* resolved = std::get_if<program::DisputeResolved>(&fact)) return apply(*resolved, on);
  return refuse(Code::malformed_message, "this kind of fact is recorded by the book itself");
}

bool Rules::same_fact(std::string_view recorded, std::string_view submitted) {
  return program_.same_fact(recorded, submitted);
}

}  // namespace quits::settlement
