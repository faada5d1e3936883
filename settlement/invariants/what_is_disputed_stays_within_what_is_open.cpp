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
// more than disputes leave, and a second person decides. A run collects just what is free, and passes over nothing silently.
class WhatIsDisputedStaysWithinWhatIsOpen final : public ledger::Invariant {
 public:
  std::string_view sentence() const override {
    return "what is disputed of a document is never more than what is open of it, no settlement takes it, and a second person decides";
  }

  std::string check(const ledger::Record& record) override {
    complaint_.clear();
    const std::string found = follow(record);
    return found.empty() ? complaint_ : found;
  }

 private:
  std::string follow(const ledger::Record& record) {
    const auto kind = record.kind();
    if (kind != kind::invoice_issued && kind != kind::settlement_posted && kind != kind::payment && kind != kind::reversal &&
        kind != kind::dispute_opened && kind != kind::dispute_resolved && kind != kind::period_closed &&
        kind != kind::write_off_approved && kind != kind::obligation_reported && kind != kind::obligation_confirmed &&
        (kind < kind::run_collected || kind > kind::run_reversed)) {
      return {};
    }
    papers_.remember(record);
    const auto fact = codec_.decode(record.fact);
    if (!fact) return "the fact cannot be read: " + fact.error().message;
    if (const auto* issued = std::get_if<InvoiceIssued>(&*fact)) {
      add(issued->number, {issued->issuer, issued->recipient, issued->currency, issued->due_on, issued->gross_minor});
    } else if (const auto* reported = std::get_if<ObligationReported>(&*fact)) {
      add(reported->number,
          {reported->creditor, reported->debtor, reported->currency, reported->due_on.value_or(reported->on), reported->amount_minor});
    } else if (const auto* confirmed = std::get_if<ObligationConfirmed>(&*fact)) {
      Document& document = documents_[confirmed->number];
      if (confirmed->refuses) change(document, -document.open, 0);
    } else if (const auto* collected = std::get_if<RunCollected>(&*fact)) {
      return collect(*collected);
    } else if (const auto* settled = std::get_if<SettlementPosted>(&*fact)) {
      return settle(*settled);
    } else if (const auto* payment = std::get_if<Payment>(&*fact)) {
      apply(payment->applied);
      if (payment->credit) {
        add(payment->credit->number, {payment->payer, payment->payee, payment->currency, payment->on, payment->credit->amount_minor});
      }
    } else if (const auto* reversal = std::get_if<Reversal>(&*fact)) {
      apply(reversal->applied);
      if (const auto credit = documents_.find(reversal->credit); credit != documents_.end()) change(credit->second, -credit->second.open, 0);
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
      return post(*posted, record.effective);
    } else if (const auto* reversed = std::get_if<RunReversed>(&*fact)) {
      take_back(*reversed);
    }
    return {};
  }

  // Signed as the document.
  struct Document {
    std::string creditor;
    std::string debtor;
    Currency currency = Currency::none();
    Date due;
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

  void change(Document& document, int128 open, int128 to_pay) {
    if (document.open != document.to_pay) --unlisted_;
    document.open = static_cast<std::int64_t>(document.open + open);
    document.to_pay = static_cast<std::int64_t>(document.to_pay + to_pay);
    if (document.open != document.to_pay) ++unlisted_;
    if (complaint_.empty() && !is_part(document.to_pay, document.open))
      complaint_ = fmt::format("it leaves {} of a document on payment lists, of which {} is open", document.to_pay, document.open);
  }

  void add(const std::string& number, Document document) {
    Document& added = documents_[number] = std::move(document);
    change(added, added.gross, 0);
  }

  std::string collect(const RunCollected& collected) {
    const ConversionsByPlace conversions(collected);
    for (std::size_t i = 0; i < collected.documents.size(); ++i) {
      const RunDocument& one = collected.documents[i];
      const RunConversion* conversion = conversions.at(i);
      const Currency currency = conversion == nullptr ? one.currency : conversion->currency;
      const std::int64_t taken = conversion == nullptr ? one.open_minor : conversion->open_minor;
      const Document& document = documents_[one.number];
      if (collected.parties.at(one.creditor) != document.creditor || collected.parties.at(one.debtor) != document.debtor ||
          currency != document.currency || one.due != document.due) {
        return fmt::format("{} is not between those parties, in that currency and due on that day", one.number);
      }
      if (taken == 0 || taken != free_of(document)) {
        return fmt::format("it collected {} of {}, of which {} was free", taken, one.number, static_cast<std::int64_t>(free_of(document)));
      }
    }
    const std::size_t listed = collected.documents.size() + collected.excluded.size();
    if (listed == unlisted_) return {};
    return fmt::format("it lists {} documents, and {} had something open that was on no payment list", listed, unlisted_);
  }

  std::string settle(const SettlementPosted& settled) {
    for (const SetOff& set_off : settled.invoices) {
      Document& document = documents_[set_off.invoice];
      if (!is_part(int128{set_off.set_off_minor} + set_off.to_pay_minor, free_of(document))) {
        return fmt::format("it takes {} of invoice {}, of which {} is disputed", set_off.set_off_minor + set_off.to_pay_minor,
                           set_off.invoice, document.claimed);
      }
      change(document, -int128{set_off.set_off_minor}, set_off.to_pay_minor);
    }
    return {};
  }

  std::string post(const RunPosted& posted, Date on) {
    const RunCollected collected = papers_.collected(posted.run);
    const RunProposed proposed = papers_.proposed(posted.run);
    const std::vector<std::int64_t> taken = taken_from(collected, proposed);
    for (std::size_t i = 0; i < collected.documents.size(); ++i) {
      const auto known = documents_.find(collected.documents[i].number);
      if (known == documents_.end()) continue;
      if (!is_part(taken[i], free_of(known->second))) {
        return fmt::format("it takes {} of invoice {}, of which {} is disputed", taken[i], known->first, known->second.claimed);
      }
      change(known->second, -int128{taken[i]}, 0);
    }
    for (const RunMade& made : posted.made) {
      const Date due = made.converted_from.empty() ? on : documents_[made.converted_from].due;
      add(made.number, {made.creditor, made.debtor, made.currency, due, made.amount_minor});
    }
    for (const RunPayment& payment : posted.payments) {
      for (const RunPart& part : payment.parts) {
        const auto known = documents_.find(part.number);
        if (known == documents_.end()) continue;
        if (!is_part(part.amount_minor, free_of(known->second))) return fmt::format("it asks for what is disputed of {}", part.number);
        change(known->second, 0, part.amount_minor);
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
      if (known != documents_.end()) change(known->second, taken[i], 0);
    }
    for (const RunPart& part : reversed.freed) {
      const auto known = documents_.find(part.number);
      if (known != documents_.end()) change(known->second, 0, -int128{part.amount_minor});
    }
    for (const std::string& number : reversed.unmade) {
      Document& document = documents_[number];
      change(document, -int128{document.open}, 0);
    }
  }

  void apply(const std::vector<AppliedPayment>& payments) {
    for (const AppliedPayment& applied : payments) {
      const auto known = documents_.find(applied.invoice);
      if (known == documents_.end()) continue;
      change(known->second, -int128{applied.amount_minor}, -int128{applied.to_pay_minor});
    }
  }

  std::string write_off(const WriteOffApproved& approved) {
    const auto known = documents_.find(approved.document);
    if (known == documents_.end()) return {};
    if (!is_part(approved.amount_minor, free_of(known->second))) {
      return fmt::format("it writes off {} of {}, of which {} is disputed", approved.amount_minor, known->first, known->second.claimed);
    }
    change(known->second, -int128{approved.amount_minor}, 0);
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
  std::string complaint_;  // of the record that is looked at
  RunPapers papers_{nullptr};
  std::unordered_map<std::string, Document> documents_;
  std::size_t unlisted_ = 0;  // documents with something open that is on no payment list
  std::unordered_map<std::uint64_t, Open> open_;     // by the record that opened them
  std::unordered_map<std::uint64_t, Open> decided_;  // upheld, and not invoiced yet
  std::map<Period, std::vector<std::uint64_t>> waiting_;
};

}  // namespace

std::unique_ptr<ledger::Invariant> what_is_disputed_stays_within_what_is_open() {
  return std::make_unique<WhatIsDisputedStaysWithinWhatIsOpen>();
}

}  // namespace quits::settlement
