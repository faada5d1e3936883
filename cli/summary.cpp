// What an entry says, in a line of words. Text of facts holds no control characters: the encoding
// refuses them.
#include <fmt/core.h>

#include "base/money.h"
#include "cli/summary_settlement.h"
#include "cli/table.h"
#include "cli/views.h"
#include "cli/views_entry.h"

namespace quits::cli {
namespace {

class Summary {
 public:
  Summary(const ledger::Record& record, Names& names) : record_(record), names_(names) {}

  std::string operator()(const program::BookOpened& fact) const {
    return "book opened: " + fact.title;
  }
  std::string operator()(const program::PartyRegistered& fact) const {
    return fmt::format("{} {} registered: {}", fact.is_operator ? "operator" : "party", fact.key,
                       fact.name);
  }
  std::string operator()(const program::AgreementProposed& fact) const {
    return fmt::format("agreement {} version {} proposed by {}, from {}", fact.agreement,
                       fact.version, fact.proposed_by, fact.effective_from.to_string());
  }
  std::string operator()(const program::AgreementAccepted& fact) const {
    return fmt::format("agreement {} version {} accepted by {}", fact.agreement, fact.version,
                       fact.accepted_by);
  }
  std::string operator()(const program::AgreementEnded& fact) const {
    return fmt::format("agreement {} ended by {}, last day {}{}", fact.agreement, fact.ended_by,
                       fact.on.to_string(), because(fact.reason));
  }
  std::string operator()(const program::Sale& fact) const { return "sale of " + sold(fact); }
  std::string operator()(const program::Credit& fact) const {
    return "credit of " + sold(fact.line);
  }
  std::string operator()(const program::Refund& fact) const {
    return fmt::format("{} of {} on the sale in entry {}{}",
                       fact.kind == program::RefundKind::chargeback ? "chargeback" : "refund",
                       volume(fact.amount), record_.relates_to.value, because(fact.reason));
  }
  std::string operator()(const program::CustomerPayment& fact) const {
    return fmt::format("customer paid {} of the sale in entry {}", volume(fact.amount),
                       record_.relates_to.value);
  }
  std::string operator()(const program::ContractCancelled& fact) const {
    return fmt::format("contract of the sale in entry {} ends on {}{}", record_.relates_to.value,
                       fact.on.to_string(), because(fact.reason));
  }
  std::string operator()(const program::PartnerAssigned& fact) const {
    const std::string where = fact.under.empty() ? "under nobody" : "under " + fact.under;
    return fmt::format("{} sells {} from {}{}", fact.partner, where, fact.from.to_string(),
                       because(fact.reason));
  }
  std::string operator()(const program::PersonCertified& fact) const {
    return fmt::format("{} of {} certified: {}", fact.person, fact.partner, fact.certificate);
  }
  std::string operator()(const program::PersonLeft& fact) const {
    return fmt::format("{} left {}{}", fact.person, fact.partner,
                       fact.joins.empty() ? "" : ", joins " + fact.joins);
  }
  std::string operator()(const program::LevelReviewed& fact) const {
    const std::string change = fact.level == fact.level_before
                                   ? "stays " + fact.level
                                   : fmt::format("from {} to {}", fact.level_before, fact.level);
    return fmt::format("level of agreement {} reviewed: {}{}", fact.agreement, change,
                       because(fact.because));
  }
  std::string operator()(const program::LevelGranted& fact) const {
    return fmt::format("level {} for agreement {} from {} proposed{}", fact.level, fact.agreement,
                       fact.from.to_string(), because(fact.reason));
  }
  std::string operator()(const program::TrainingCancelled& fact) const {
    return fmt::format("training {} planned on {} cancelled, {} {}{}{}", fact.item,
                       fact.planned_on.to_string(), fact.seats, fact.seats == 1 ? "seat" : "seats",
                       between(), because(fact.reason));
  }
  std::string operator()(const program::FundRequested& fact) const {
    return fmt::format("{} of fund {} requested: {}", grouped(fact.amount.to_string()), fact.fund,
                       fact.activity);
  }
  std::string operator()(const program::FundClaimed& fact) const {
    return fmt::format("{} claimed of the request in entry {}: {}", grouped(fact.amount.to_string()),
                       record_.relates_to.value, fact.evidence);
  }
  std::string operator()(const program::FundReleased& fact) const {
    return fmt::format("request in entry {} released{}", record_.relates_to.value,
                       because(fact.reason));
  }
  std::string operator()(const program::GuaranteeSettled& fact) const {
    return fmt::format("guarantee {} for {}{}", fact.guarantee, fact.period.to_string(), between());
  }
  std::string operator()(const program::FloorCharged& fact) const {
    return fmt::format("least amount of plan {} for {}{}", fact.plan, fact.period.to_string(),
                       between());
  }
  std::string operator()(const program::RestatementProposed& fact) const {
    return fmt::format("restatement of agreement {}, {} to {}, proposed{}", fact.agreement,
                       fact.from_period.to_string(), fact.until_period.to_string(),
                       because(fact.reason));
  }
  std::string operator()(const program::EntryRestated& fact) const {
    return fmt::format("entry {} restated, as proposed in entry {}", fact.entry.value,
                       fact.restatement.value);
  }
  // What happens around settlements: cli/summary_settlement.
  template <class Held>
  std::string operator()(const Held& fact) const {
    return summary_of(record_, fact);
  }
  std::string operator()(const program::TrainingDelivered& fact) const {
    return fmt::format("training {}, {} {}{}", fact.item, fact.seats,
                       fact.seats == 1 ? "seat" : "seats", between());
  }
  std::string operator()(const program::Contribution& fact) const {
    const std::string what = fact.description.empty() ? fact.item : fact.description;
    return fmt::format("contribution: {}{}{}", what, between(),
                       fact.statement_only ? ", shown on the statement only" : "");
  }
  std::string operator()(const program::Adjustment& fact) const {
    return fmt::format("adjustment of {} proposed{}", grouped(fact.amount.to_string()),
                       because(fact.reason));
  }
  std::string operator()(const program::Approval&) const {
    const ledger::FactKind kind = names_.book().read(record_.relates_to).kind();
    const char* what = kind == program::kind::restatement_proposed ? "restatement"
                       : kind == program::kind::level_granted      ? "level"
                       : kind == program::kind::fund_requested     ? "request for funds"
                                                                   : "adjustment";
    return fmt::format("{} in entry {} approved{}", what, record_.relates_to.value, between());
  }
  std::string operator()(const program::Reversal& fact) const {
    return fmt::format("entry {} reversed{}", record_.relates_to.value, because(fact.reason));
  }
  std::string operator()(const program::PeriodClosed& fact) const {
    return fmt::format("period {} closed{}", fact.period.to_string(), early(fact.early_because));
  }
  std::string operator()(const program::FeeCharged& fact) const {
    return fmt::format("fee {} for {}{}", fact.fee, fact.period.to_string(), between());
  }
  std::string operator()(const program::InvoiceIssued& fact) const {
    return fmt::format("{} {} from {} to {}, {}", fact.gross_minor < 0 ? "credit note" : "invoice",
                       fact.number, fact.issuer, fact.recipient,
                       Money(fact.gross_minor, fact.currency).with_code());
  }
  std::string operator()(const program::SettlementPosted& fact) const {
    const std::string what = fmt::format("{} and {} settled for {}: ", fact.partner, fact.principal,
                                         fact.period.to_string());
    const Money carried(fact.carried_minor, fact.currency);
    if (fact.carried_minor != 0) return what + carried.with_code() + " carried";
    if (fact.paid_minor == 0) return what + "nothing to pay";
    const bool to_partner = fact.paid_minor > 0;
    const std::string paid = grouped(amount_text(
        to_partner ? int128{fact.paid_minor} : -int128{fact.paid_minor}, fact.currency));
    return fmt::format("{}{} {} to be paid {} {}", what, paid, fact.currency.code(),
                       to_partner ? "to" : "by", fact.partner);
  }
  std::string operator()(const program::PeriodSettled& fact) const {
    return fmt::format("period {} settled, {} {}{}", fact.period.to_string(), fact.pairs,
                       fact.pairs == 1 ? "pair" : "pairs", early(fact.early_because));
  }

 private:
  static std::string early(const std::string& because) {
    return because.empty() ? "" : ", early: " + because;
  }
  const ledger::Item* item() const {
    return record_.items.empty() ? nullptr : &record_.items.front();
  }
  std::string volume(Decimal amount) const {
    if (item() == nullptr) return grouped(amount.to_string());
    const Currency currency = item()->key.currency;
    return fmt::format("{} {}", grouped(volume_text(amount, currency)), currency.code());
  }
  std::string sold(const program::Sale& sale) const {
    std::string text = volume(sale.amount);
    if (!sale.seller.empty()) text += " by " + sale.seller;
    const std::string& what = sale.product.empty() ? sale.product_group : sale.product;
    return what.empty() ? text : text + ", " + what;
  }
  // Who earned it from whom.
  std::string between() const {
    if (item() == nullptr) return {};
    return fmt::format(", {} from {}", names_.party(item()->key.creditor),
                       names_.party(item()->key.debtor));
  }
  static std::string because(const std::string& reason) {
    return reason.empty() ? std::string() : ": " + reason;
  }

  const ledger::Record& record_;
  Names& names_;
};

}  // namespace

std::string summary_of(const ledger::Record& record, const program::Fact& fact, Names& names) {
  return std::visit(Summary(record, names), fact);
}

}  // namespace quits::cli
