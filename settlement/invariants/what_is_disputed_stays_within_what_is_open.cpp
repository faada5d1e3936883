#include <fmt/core.h>

#include <algorithm>
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

// Follows what is open, asked for and disputed of every document. A dispute takes no more than is free, a settlement no
// more than disputes leave, and a second person decides.
class WhatIsDisputedStaysWithinWhatIsOpen final : public ledger::Invariant {
 public:
  std::string_view sentence() const override {
    return "what is disputed of a document is never more than what is open of it, no settlement takes it, and a second person decides";
  }

  std::string check(const ledger::Record& record) override {
    const auto kind = record.kind();
    if (kind != kind::invoice_issued && kind != kind::settlement_posted && kind != kind::payment && kind != kind::reversal &&
        kind != kind::dispute_opened && kind != kind::dispute_resolved && kind != kind::period_closed &&
        kind != kind::write_off_approved && (kind < kind::run_collected || kind > kind::run_reversed)) {
      return {};
    }
    papers_.remember(record);
    const auto fact = codec_.decode(record.fact);
    if (!fact) return "the fact cannot be read: " + fact.error().message;
    if (const auto* issued = std::get_if<InvoiceIssued>(&*fact)) {
      documents_[issued->number] = {issued->gross_minor, issued->gross_minor, 0, 0};
    } else if (const auto* settled = std::get_if<SettlementPosted>(&*fact)) {
      return settle(*settled);
    } else if (const auto* payment = std::get_if<Payment>(&*fact)) {
      apply(payment->applied);
      if (payment->credit) documents_[payment->credit->number] = {payment->credit->amount_minor, payment->credit->amount_minor, 0, 0};
    } else if (const auto* reversal = std::get_if<Reversal>(&*fact)) {
      apply(reversal->applied);
      documents_.erase(reversal->credit);
    } else if (const auto* approved = std::get_if<WriteOffApproved>(&*fact)) {
      return write_off(*approved);
    } else if (const auto* opened = std::get_if<DisputeOpened>(&*fact)) {
      return open(record, *opened);
    } else if (const auto* resolved = std::get_if<DisputeResolved>(&*fact)) {
      return resolve(record, *resolved);
    } else if (const auto* closed = std::get_if<PeriodClosed>(&*fact)) {
      for (const std::uint64_t dispute : waiting_[closed->period]) end(dispute);
      waiting_.erase(closed->period);
    } else if (const auto* posted = std::get_if<RunPosted>(&*fact)) {
      return post(*posted);
    } else if (const auto* reversed = std::get_if<RunReversed>(&*fact)) {
      take_back(*reversed);
    }
    return {};
  }

 private:
  // Signed as the document.
  struct Document {
    std::int64_t gross = 0;
    std::int64_t open = 0;
    std::int64_t to_pay = 0;
    std::int64_t claimed = 0;  // by disputes; what of it is still open is kept out
  };
  struct Open {
    std::string document;
    std::int64_t amount = 0;
    std::string actor;
  };

  static int128 free_of(const Document& document) {
    const int128 rest = int128{document.open} - document.to_pay;
    const int128 kept = document.gross < 0 ? std::max<int128>(document.claimed, std::min<int128>(rest, 0))
                                           : std::min<int128>(document.claimed, std::max<int128>(rest, 0));
    return rest - kept;
  }
  // From zero towards `whole` and not beyond.
  static bool is_part(int128 part, int128 whole) { return whole < 0 ? part <= 0 && part >= whole : part >= 0 && part <= whole; }

  std::string settle(const SettlementPosted& settled) {
    for (const SetOff& set_off : settled.invoices) {
      Document& document = documents_[set_off.invoice];
      if (!is_part(int128{set_off.set_off_minor} + set_off.to_pay_minor, free_of(document))) {
        return fmt::format("it takes {} of invoice {}, of which {} is disputed", set_off.set_off_minor + set_off.to_pay_minor,
                           set_off.invoice, document.claimed);
      }
      document.open -= set_off.set_off_minor;
      document.to_pay += set_off.to_pay_minor;
    }
    return {};
  }

  // A run takes documents of other kinds as well; those are not disputed.
  std::string post(const RunPosted& posted) {
    const RunCollected collected = papers_.collected(posted.run);
    const RunProposed proposed = papers_.proposed(posted.run);
    const std::vector<std::int64_t> taken = taken_from(collected, proposed);
    for (std::size_t i = 0; i < collected.documents.size(); ++i) {
      const auto known = documents_.find(collected.documents[i].number);
      if (known == documents_.end()) continue;
      if (!is_part(taken[i], free_of(known->second))) {
        return fmt::format("it takes {} of invoice {}, of which {} is disputed", taken[i], known->first, known->second.claimed);
      }
      known->second.open -= taken[i];
    }
    for (const RunPayment& payment : posted.payments) {
      for (const RunPart& part : payment.parts) {
        const auto known = documents_.find(part.number);
        if (known == documents_.end()) continue;
        if (!is_part(part.amount_minor, free_of(known->second))) return fmt::format("it asks for what is disputed of {}", part.number);
        known->second.to_pay += part.amount_minor;
      }
    }
    return {};
  }

  void take_back(const RunReversed& reversed) {
    const RunCollected collected = papers_.collected(reversed.run);
    const RunProposed proposed = papers_.proposed(reversed.run);
    const std::vector<std::int64_t> taken = taken_from(collected, proposed);
    for (std::size_t i = 0; i < collected.documents.size(); ++i) {
      const auto known = documents_.find(collected.documents[i].number);
      if (known != documents_.end()) known->second.open += taken[i];
    }
    for (const RunPart& part : reversed.freed) {
      const auto known = documents_.find(part.number);
      if (known != documents_.end()) known->second.to_pay -= part.amount_minor;
    }
  }

  // Those of other kinds are not disputed, and not followed.
  void apply(const std::vector<AppliedPayment>& payments) {
    for (const AppliedPayment& applied : payments) {
      const auto known = documents_.find(applied.invoice);
      if (known == documents_.end()) continue;
      known->second.open -= applied.amount_minor;
      known->second.to_pay -= applied.to_pay_minor;
    }
  }

  std::string write_off(const WriteOffApproved& approved) {
    const auto known = documents_.find(approved.document);
    if (known == documents_.end()) return {};
    if (!is_part(approved.amount_minor, free_of(known->second))) {
      return fmt::format("it writes off {} of {}, of which {} is disputed", approved.amount_minor, known->first, known->second.claimed);
    }
    known->second.open -= approved.amount_minor;
    return {};
  }

  std::string open(const ledger::Record& record, const DisputeOpened& opened) {
    Document& document = documents_[opened.document];
    if (opened.amount_minor == 0 || !is_part(opened.amount_minor, free_of(document))) {
      return fmt::format("it disputes {} of invoice {}, of which {} is open and neither asked for nor disputed", opened.amount_minor,
                         opened.document, static_cast<std::int64_t>(free_of(document)));
    }
    document.claimed += opened.amount_minor;
    open_[record.sequence.value] = {opened.document, opened.amount_minor, record.actor};
    return {};
  }

  std::string resolve(const ledger::Record& record, const DisputeResolved& resolved) {
    const auto known = open_.find(record.relates_to.value);
    if (known == open_.end()) return "it ends a dispute that is not open";
    if (resolved.outcome != DisputeOutcome::withdrawn && known->second.actor == record.actor) {
      return fmt::format("{} opened the dispute and decided it", record.actor);
    }
    if (resolved.outcome == DisputeOutcome::upheld) {
      waiting_[record.period].push_back(known->first);
      decided_.insert(*known);
    } else {
      documents_[known->second.document].claimed -= known->second.amount;
    }
    open_.erase(known);
    return {};
  }

  void end(std::uint64_t dispute) {
    const auto known = decided_.find(dispute);
    documents_[known->second.document].claimed -= known->second.amount;
    decided_.erase(known);
  }

  FactCodec codec_;
  RunPapers papers_{nullptr};
  std::unordered_map<std::string, Document> documents_;
  std::unordered_map<std::uint64_t, Open> open_;     // by the record that opened them
  std::unordered_map<std::uint64_t, Open> decided_;  // upheld, and not invoiced yet
  std::map<Period, std::vector<std::uint64_t>> waiting_;
};

}  // namespace

std::unique_ptr<ledger::Invariant> what_is_disputed_stays_within_what_is_open() {
  return std::make_unique<WhatIsDisputedStaysWithinWhatIsOpen>();
}

}  // namespace quits::settlement
