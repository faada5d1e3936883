#include <fmt/core.h>

#include <map>
#include <unordered_map>

#include "base/int128.h"
#include "program/encoding.h"
#include "settlement/invariants/invariants.h"

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
    if (kind != kind::invoice_issued && kind != kind::settlement_posted && kind != kind::payment && kind != kind::reversal) return {};
    const auto fact = codec_.decode(record.fact);
    if (!fact) return "the fact cannot be read: " + fact.error().message;
    if (const auto* issued = std::get_if<InvoiceIssued>(&*fact)) {
      open_[issued->number] = {issued->issuer, issued->gross_minor};
    } else if (const auto* settled = std::get_if<SettlementPosted>(&*fact)) {
      return check_settlement(*settled, record);
    } else if (const auto* payment = std::get_if<Payment>(&*fact)) {
      return apply(payment->applied);
    } else if (const auto* reversal = std::get_if<Reversal>(&*fact)) {
      return apply(reversal->applied);
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
  std::string apply(const std::vector<AppliedPayment>& payments);

  FactCodec codec_;
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

std::string ASetOffNeverExceedsWhatIsOpen::apply(const std::vector<AppliedPayment>& payments) {
  for (const AppliedPayment& applied : payments) open_[applied.invoice].minor -= applied.amount_minor;
  return {};
}

}  // namespace

std::unique_ptr<ledger::Invariant> a_set_off_never_exceeds_what_is_open() {
  return std::make_unique<ASetOffNeverExceedsWhatIsOpen>();
}

void add_invariants(ledger::VerifyPlan& plan) {
  plan.invariants.push_back(an_invoice_is_the_sum_of_its_lines());
  plan.invariants.push_back(a_set_off_never_exceeds_what_is_open());
  plan.invariants.push_back(what_is_disputed_stays_within_what_is_open());
}

}  // namespace quits::settlement
