#include <fmt/core.h>

#include <map>
#include <unordered_map>

#include "base/int128.h"
#include "program/encoding.h"
#include "settlement/conversion.h"
#include "settlement/invariants/invariants.h"
#include "settlement/run_papers.h"

namespace quits::settlement {
namespace {

using namespace program;

// Follows what is open of every invoice. A set-off takes at most that, each side gives up what the other does, and the
// postings touch claims only: so nobody's net position moves until somebody pays.
class ASetOffNeverExceedsWhatIsOpen final : public ledger::Invariant {
 public:
  std::string_view sentence() const override {
    return "a set-off never exceeds an open amount, takes as much from either side, and changes nobody's net position";
  }

  std::string check(const ledger::Record& record) override {
    const auto kind = record.kind();
    const bool of_run = kind >= kind::run_collected && kind <= kind::run_reversed;
    const bool of_debt = kind == kind::obligation_reported || kind == kind::obligation_confirmed;
    if (!of_run && !of_debt && kind != kind::invoice_issued && kind != kind::settlement_posted && kind != kind::payment &&
        kind != kind::reversal && kind != kind::write_off_approved) {
      return {};
    }
    papers_.remember(record);
    const auto fact = codec_.decode(record.fact);
    if (!fact) return "the fact cannot be read: " + fact.error().message;
    if (const auto* issued = std::get_if<InvoiceIssued>(&*fact)) {
      open_[issued->number] = {issued->issuer, issued->gross_minor};
    } else if (const auto* settled = std::get_if<SettlementPosted>(&*fact)) {
      return check_settlement(*settled, record);
    } else if (const auto* payment = std::get_if<Payment>(&*fact)) {
      apply(payment->applied);
      if (payment->credit) open_[payment->credit->number] = {payment->payer, payment->credit->amount_minor};
    } else if (const auto* reversal = std::get_if<Reversal>(&*fact)) {
      apply(reversal->applied);
      if (!reversal->credit.empty()) open_[reversal->credit].minor = 0;
    } else if (const auto* approved = std::get_if<WriteOffApproved>(&*fact)) {
      open_[approved->document].minor -= approved->amount_minor;
    } else if (const auto* reported = std::get_if<ObligationReported>(&*fact)) {
      open_[reported->number] = {reported->creditor, reported->amount_minor};
    } else if (const auto* confirmed = std::get_if<ObligationConfirmed>(&*fact)) {
      if (confirmed->refuses) open_[confirmed->number].minor = 0;
    } else if (const auto* posted = std::get_if<RunPosted>(&*fact)) {
      return check_run(*posted);
    } else if (const auto* reversed = std::get_if<RunReversed>(&*fact)) {
      set_off(reversed->run, 1);
      for (const std::string& number : reversed->unmade) open_[number].minor = 0;
    }
    return {};
  }

 private:
  struct Open {
    std::string issuer;
    std::int64_t minor = 0;
  };

  // True when `part` goes from zero towards `whole` and not beyond.
  static bool is_part(std::int64_t part, std::int64_t whole) {
    return whole < 0 ? part <= 0 && part >= whole : part >= 0 && part <= whole;
  }

  std::string check_settlement(const SettlementPosted& settled, const ledger::Record& record);
  void apply(const std::vector<AppliedPayment>& payments);
  std::string check_run(const RunPosted& posted);
  void set_off(const std::string& run, int direction);

  FactCodec codec_;
  RunPapers papers_{nullptr};
  std::unordered_map<std::string, Open> open_;
};

std::string ASetOffNeverExceedsWhatIsOpen::check_settlement(const SettlementPosted& settled, const ledger::Record& record) {
  int128 for_partner = 0;
  for (const SetOff& set_off : settled.invoices) {
    Open& open = open_[set_off.invoice];
    if (!is_part(set_off.set_off_minor, open.minor)) {
      return fmt::format("it sets off {} of {} open on invoice {}", set_off.set_off_minor, open.minor, set_off.invoice);
    }
    open.minor -= set_off.set_off_minor;
    if (!is_part(set_off.to_pay_minor, open.minor)) {
      return fmt::format("it asks for {} of {} open on invoice {}", set_off.to_pay_minor, open.minor, set_off.invoice);
    }
    for_partner += open.issuer == settled.partner ? set_off.set_off_minor : -set_off.set_off_minor;
  }
  if (for_partner != 0) return "one side gives up more than the other";
  for (const ledger::Posting& posting : record.postings) {
    if (posting.account.kind != ledger::AccountKind::claim) return "a set-off posts to claims only";
  }
  if (settled.opening_minor + settled.earnings_minor - settled.charges_minor - settled.paid_minor != settled.carried_minor) {
    return "opening + earnings - charges - paid is not what is carried";
  }
  return {};
}

void ASetOffNeverExceedsWhatIsOpen::apply(const std::vector<AppliedPayment>& payments) {
  for (const AppliedPayment& applied : payments) open_[applied.invoice].minor -= applied.amount_minor;
}

// That each party gives up as much as it gets is the proof's to show (every_run_is_proven).
std::string ASetOffNeverExceedsWhatIsOpen::check_run(const RunPosted& posted) {
  const RunCollected collected = papers_.collected(posted.run);
  const RunProposed proposed = papers_.proposed(posted.run);
  const std::vector<std::int64_t> taken = taken_from(collected, proposed);
  for (std::size_t i = 0; i < collected.documents.size(); ++i) {
    const std::string& number = collected.documents[i].number;
    const std::int64_t open = open_[number].minor;
    if (!is_part(taken[i], open)) return fmt::format("it sets off {} of {} open on {}", taken[i], open, number);
  }
  set_off(posted.run, -1);
  for (const RunMade& made : posted.made) open_[made.number] = {made.creditor, made.amount_minor};
  for (const RunPayment& payment : posted.payments) {
    for (const RunPart& part : payment.parts) {
      if (!is_part(part.amount_minor, open_[part.number].minor)) {
        return fmt::format("it asks for {} of {} open on {}", part.amount_minor, open_[part.number].minor, part.number);
      }
    }
  }
  return {};
}

void ASetOffNeverExceedsWhatIsOpen::set_off(const std::string& run, int direction) {
  const RunCollected collected = papers_.collected(run);
  const RunProposed proposed = papers_.proposed(run);
  const std::vector<std::int64_t> taken = taken_from(collected, proposed);
  for (std::size_t i = 0; i < collected.documents.size(); ++i) open_[collected.documents[i].number].minor += direction * taken[i];
}

}  // namespace

std::unique_ptr<ledger::Invariant> a_set_off_never_exceeds_what_is_open() {
  return std::make_unique<ASetOffNeverExceedsWhatIsOpen>();
}

void add_invariants(ledger::VerifyPlan& plan) {
  plan.invariants.push_back(an_invoice_is_the_sum_of_its_lines());
  plan.invariants.push_back(a_set_off_never_exceeds_what_is_open());
  plan.invariants.push_back(every_run_is_proven());
  plan.invariants.push_back(what_is_disputed_stays_within_what_is_open());
  plan.invariants.push_back(nothing_takes_more_than_is_open());
}

}  // namespace quits::settlement
