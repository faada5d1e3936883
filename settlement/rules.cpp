#include "settlement/rules.h"

#include "base/failure.h"
#include "storage/database.h"

namespace quits::settlement {

Rules::Rules(storage::Database& database, program::Rules& program) : documents_(&database), program_(program) {}

bool Rules::handles(ledger::FactKind kind) const {
  using namespace program;
  return kind == kind::period_closed || kind == kind::period_settled || kind == kind::payment || kind == kind::reversal ||
         kind == kind::party_registered || (kind >= kind::calendar_set && kind <= kind::rates_recorded);
}

Result<ledger::Receipt> Rules::apply(const ledger::Submission& submission, ledger::Writer& writer) {
  TRY(program::Fact fact, codec_.decode(submission.fact));
  program::clear_filled_in(fact);
  const Case on{submission, writer};
  return std::visit(
      [&](auto&& held) -> Result<ledger::Receipt> {
        using Held = std::decay_t<decltype(held)>;
        if constexpr (requires { this->apply(std::forward<Held>(held), on); }) {
          return this->apply(std::forward<Held>(held), on);
        } else {
          return refuse(Code::malformed_message, "this kind of fact is recorded by the book itself");
        }
      },
      std::move(fact));
}

bool Rules::same_fact(std::string_view recorded, std::string_view submitted) {
  return program_.same_fact(recorded, submitted);
}

}  // namespace quits::settlement
