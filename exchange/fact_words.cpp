#include "exchange/fact_words.h"

#include <fmt/core.h>

#include <type_traits>

namespace quits::exchange {
namespace {

std::string name_of(const program::FactRef& ref) {
  return ref.source.empty() ? ref.id : ref.source + ":" + ref.id;
}

// "Refund of shop:17: broken".
std::string with_reason(std::string words, const std::string& reason) {
  return reason.empty() ? words : words + ": " + reason;
}

std::string words(std::string_view what, const program::Sale& sale) {
  std::string text(what);
  if (!sale.document.empty()) text += " " + sale.document;
  if (!sale.product.empty()) text += ", product " + sale.product;
  return text;
}

std::string words(const program::Sale& sale) { return words("Sale", sale); }
std::string words(const program::Credit& credit) { return words("Credit", credit.line); }
std::string words(const program::Refund& refund) {
  return with_reason("Refund of " + name_of(refund.sale), refund.reason);
}
std::string words(const program::TrainingDelivered& training) {
  std::string text = fmt::format("Training {}, {} {}", training.item, training.seats,
                                 training.seats == 1 ? "seat" : "seats");
  return training.document.empty() ? text : text + ", " + training.document;
}
std::string words(const program::Contribution& contribution) {
  return "Contribution " +
         (contribution.item.empty() ? contribution.description : contribution.item);
}
std::string words(const program::Approval& approval) {
  return "Adjustment " + name_of(approval.of) + ", approved";
}
std::string words(const program::Reversal& reversal) {
  return with_reason("Reversal of " + name_of(reversal.of), reversal.reason);
}
std::string words(const program::Payment& payment) { return "Payment " + payment.reference; }
std::string words(const program::FeeCharged& fee) {
  return fmt::format("Fee {} for {}", fee.fee, fee.period.to_string());
}
std::string words(const program::InvoiceIssued& invoice) {
  return (invoice.gross_minor < 0 ? "Credit note " : "Invoice ") + invoice.number;
}
std::string words(const program::SettlementPosted& settled) {
  std::string text = "Set-off, settlement of " + settled.period.to_string();
  return settled.payment_reference.empty() ? text
                                           : text + ", then payment " + settled.payment_reference;
}

}  // namespace

std::string words_of(const program::Fact& fact) {
  return std::visit(
      [&](const auto& held) -> std::string {
        if constexpr (requires { words(held); }) {
          return words(held);
        } else {
          return std::string(program::name_of(program::kind_of(fact)));
        }
      },
      fact);
}

}  // namespace quits::exchange
