#include <fmt/core.h>

#include <unordered_map>

#include "base/int128.h"
#include "base/money.h"
#include "program/encoding.h"
#include "settlement/conversion.h"
#include "settlement/invariants/invariants.h"
#include "settlement/run_papers.h"

namespace quits::settlement {
namespace {

using namespace program;

// What is open of a document is its amount less everything that ever took from it. A payment is
// what it paid and the credit it left; what is written off was asked for by one person and approved
// by another.
class NothingTakesMoreThanIsOpen final : public ledger::Invariant {
 public:
  std::string_view sentence() const override {
    return "payments and write-offs take no more than is open, what is paid beyond it is the "
           "payer's credit, and a second person writes off";
  }

  std::string check(const ledger::Record& record) override {
    const auto kind = record.kind();
    const bool of_run = kind >= kind::run_collected && kind <= kind::run_reversed;
    const bool of_debt = kind == kind::obligation_reported || kind == kind::obligation_confirmed;
    const bool of_write_off = kind == kind::write_off_requested || kind == kind::write_off_approved;
    if (!of_run && !of_debt && !of_write_off && kind != kind::invoice_issued &&
        kind != kind::settlement_posted && kind != kind::payment && kind != kind::reversal) {
      return {};
    }
    papers_.remember(record);
    const auto fact = codec_.decode(record.fact);
    if (!fact) return "the fact cannot be read: " + fact.error().message;
    if (const auto* payment = std::get_if<Payment>(&*fact)) return pay(*payment, record);
    if (const auto* reversal = std::get_if<Reversal>(&*fact)) return reverse(*reversal);
    if (const auto* requested = std::get_if<WriteOffRequested>(&*fact)) {
      requests_[record.sequence.value] = {requested->document, requested->amount_minor,
                                          record.actor};
    } else if (const auto* approved = std::get_if<WriteOffApproved>(&*fact)) {
      return write_off(*approved, record);
    } else if (const auto* issued = std::get_if<InvoiceIssued>(&*fact)) {
      documents_[issued->number] = {issued->gross_minor, issued->gross_minor};
    } else if (const auto* reported = std::get_if<ObligationReported>(&*fact)) {
      documents_[reported->number] = {reported->amount_minor, reported->amount_minor};
    } else if (const auto* confirmed = std::get_if<ObligationConfirmed>(&*fact)) {
      if (confirmed->refuses) documents_[confirmed->number].open = 0;
    } else if (const auto* settled = std::get_if<SettlementPosted>(&*fact)) {
      for (const SetOff& set_off : settled->invoices)
        documents_[set_off.invoice].open -= set_off.set_off_minor;
    } else if (const auto* posted = std::get_if<RunPosted>(&*fact)) {
      set_off(posted->run, -1);
      for (const RunMade& made : posted->made)
        documents_[made.number] = {made.amount_minor, made.amount_minor};
    } else if (const auto* reversed = std::get_if<RunReversed>(&*fact)) {
      set_off(reversed->run, 1);
      for (const std::string& number : reversed->unmade) documents_[number].open = 0;
    }
    return {};
  }

  std::vector<std::string> finish() override {
    std::vector<std::string> complaints;
    for (const auto& [number, document] : documents_) {
      if (!is_part(document.open, document.amount)) {
        complaints.push_back(
            fmt::format("document {}: {} of {} is open", number,
                        static_cast<std::int64_t>(document.open), document.amount));
      }
    }
    return complaints;
  }

 private:
  struct Document {
    std::int64_t amount = 0;
    int128 open = 0;  // wide enough for whatever a damaged log says
  };
  struct Request {
    std::string document;
    std::int64_t amount = 0;
    std::string actor;
  };

  // From zero towards `whole` and not beyond.
  static bool is_part(int128 part, int128 whole) {
    return whole < 0 ? part <= 0 && part >= whole : part >= 0 && part <= whole;
  }

  std::string take(const std::string& number, std::int64_t amount) {
    const auto known = documents_.find(number);
    if (known == documents_.end())
      return fmt::format("there is no document {} to take from", number);
    if (!is_part(amount, known->second.open))
      return fmt::format("it takes {} of {} open on {}", amount,
                         static_cast<std::int64_t>(known->second.open), number);
    known->second.open -= amount;
    return {};
  }

  std::string pay(const Payment& payment, const ledger::Record& record) {
    int128 total = 0;
    for (const AppliedPayment& applied : payment.applied) {
      if (std::string wrong = take(applied.invoice, applied.amount_minor); !wrong.empty())
        return wrong;
      total +=
          applied.amount_minor < 0 ? -int128{applied.amount_minor} : int128{applied.amount_minor};
    }
    if (payment.credit) {
      const std::int64_t excess = payment.credit->amount_minor;
      if (excess <= 0) return "its credit is not above zero";
      if (!documents_.emplace(payment.credit->number, Document{excess, excess}).second) {
        return fmt::format("its credit has the number of another document: {}",
                           payment.credit->number);
      }
      total += excess;
    }
    const auto amount = Money::parse(payment.amount.to_string(), payment.currency);
    if (!amount || total != amount->minor())
      return "what it paid and its credit are not the amount of the payment";
    int128 banked = 0;
    for (const ledger::Posting& posting : record.postings) {
      if (posting.account.kind == ledger::AccountKind::bank) banked += posting.amount_minor;
    }
    return banked == total ? std::string() : "another amount was banked than was paid";
  }

  std::string reverse(const Reversal& reversal) {
    for (const AppliedPayment& applied : reversal.applied) {
      Document& document = documents_[applied.invoice];
      document.open -= applied.amount_minor;
      if (!is_part(document.open, document.amount))
        return fmt::format("more of {} is open again than there is of it", applied.invoice);
    }
    if (reversal.credit.empty()) return {};
    Document& credit = documents_[reversal.credit];
    if (credit.open != credit.amount)
      return fmt::format("{} was used when its payment was taken back", reversal.credit);
    credit.open = 0;
    return {};
  }

  std::string write_off(const WriteOffApproved& approved, const ledger::Record& record) {
    const auto asked = requests_.find(record.relates_to.value);
    if (asked == requests_.end()) return "it approves a write-off that nobody requested";
    if (asked->second.actor == record.actor)
      return fmt::format("{} requested and approved it", record.actor);
    if (asked->second.document != approved.document ||
        asked->second.amount != approved.amount_minor) {
      return "it writes off something else than was requested";
    }
    requests_.erase(asked);
    if (std::string wrong = take(approved.document, approved.amount_minor); !wrong.empty())
      return wrong;
    int128 claim = 0;
    int128 given_up = 0;
    for (const ledger::Posting& posting : record.postings) {
      if (posting.account.kind == ledger::AccountKind::claim) claim += posting.amount_minor;
      if (posting.account.kind == ledger::AccountKind::writeoff) given_up += posting.amount_minor;
    }
    const bool as_said = claim == -int128{approved.amount_minor} && given_up == approved.amount_minor &&
                         record.postings.size() == 2;
    return as_said ? std::string() : "it posts something else than it writes off";
  }

  void set_off(const std::string& run, int direction) {
    const RunCollected collected = papers_.collected(run);
    const RunProposed proposed = papers_.proposed(run);
    const std::vector<std::int64_t> taken = taken_from(collected, proposed);
    for (std::size_t i = 0; i < collected.documents.size(); ++i) {
      documents_[collected.documents[i].number].open += int128{direction} * taken[i];
    }
  }

  FactCodec codec_;
  RunPapers papers_{nullptr};
  std::unordered_map<std::string, Document> documents_;
  std::unordered_map<std::uint64_t, Request> requests_;  // by the entry, until approved
};

}  // namespace

std::unique_ptr<ledger::Invariant> nothing_takes_more_than_is_open() {
  return std::make_unique<NothingTakesMoreThanIsOpen>();
}

}  // namespace quits::settlement
