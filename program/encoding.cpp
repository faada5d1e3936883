#include "program/encoding.h"

#include <fmt/core.h>

#include <climits>
#include <optional>
#include <utility>

#include "program/encoding_parts.h"

namespace quits::program {
namespace {

// The alternatives of Fact stand in the order of their field numbers (program/facts.h).
static_assert(std::variant_size_v<AnyFact> == 53);
static_assert(
    std::is_same_v<std::variant_alternative_t<v1::Fact::kSale - kFirstFactKind, AnyFact>, Sale>);
static_assert(
    std::is_same_v<std::variant_alternative_t<v1::Fact::kAgreementEnded - kFirstFactKind, AnyFact>,
                   AgreementEnded>);
static_assert(
    std::is_same_v<std::variant_alternative_t<v1::Fact::kEntryRestated - kFirstFactKind, AnyFact>,
                   EntryRestated>);
static_assert(
    std::is_same_v<std::variant_alternative_t<v1::Fact::kRunReversed - kFirstFactKind, AnyFact>, RunReversed>);
static_assert(
    std::is_same_v<std::variant_alternative_t<v1::Fact::kWriteOffApproved - kFirstFactKind, AnyFact>, WriteOffApproved>);
static_assert(
    std::is_same_v<std::variant_alternative_t<v1::Fact::kRatesRecorded - kFirstFactKind, AnyFact>, RatesRecorded>);

template <class Value, class Message>
Result<Fact> read_kind(const char* name, const Message& message) {
  Result<Fact> result(tl::in_place, std::in_place_type<Value>);
  Fields root;
  Fields fields(root, name);
  read(fields, message, std::get<Value>(*result));
  // One return, so that the value is built where the caller wants it.
  if (root.fault()) [[unlikely]]
    result = refuse(*std::move(root.fault()));
  return result;
}

struct WriteKind {
  v1::Fact& message;

  void operator()(const BookOpened& fact) { write(fact, *message.mutable_book_opened()); }
  void operator()(const PartyRegistered& fact) { write(fact, *message.mutable_party_registered()); }
  void operator()(const AgreementProposed& fact) {
    write(fact, *message.mutable_agreement_proposed());
  }
  void operator()(const AgreementAccepted& fact) {
    write(fact, *message.mutable_agreement_accepted());
  }
  void operator()(const Sale& fact) { write(fact, *message.mutable_sale()); }
  void operator()(const Credit& fact) { write(fact, *message.mutable_credit()); }
  void operator()(const Refund& fact) { write(fact, *message.mutable_refund()); }
  void operator()(const TrainingDelivered& fact) {
    write(fact, *message.mutable_training_delivered());
  }
  void operator()(const Contribution& fact) { write(fact, *message.mutable_contribution()); }
  void operator()(const Adjustment& fact) { write(fact, *message.mutable_adjustment()); }
  void operator()(const Approval& fact) { write(fact, *message.mutable_approval()); }
  void operator()(const Reversal& fact) { write(fact, *message.mutable_reversal()); }
  void operator()(const Payment& fact) { write(fact, *message.mutable_payment()); }
  void operator()(const PeriodClosed& fact) { write(fact, *message.mutable_period_closed()); }
  void operator()(const FeeCharged& fact) { write(fact, *message.mutable_fee_charged()); }
  void operator()(const InvoiceIssued& fact) { write(fact, *message.mutable_invoice_issued()); }
  void operator()(const SettlementPosted& fact) {
    write(fact, *message.mutable_settlement_posted());
  }
  void operator()(const PeriodSettled& fact) { write(fact, *message.mutable_period_settled()); }
  void operator()(const AgreementEnded& fact) { write(fact, *message.mutable_agreement_ended()); }
  void operator()(const CustomerPayment& fact) { write(fact, *message.mutable_customer_payment()); }
  void operator()(const ContractCancelled& fact) { write(fact, *message.mutable_contract_cancelled()); }
  void operator()(const PartnerAssigned& fact) { write(fact, *message.mutable_partner_assigned()); }
  void operator()(const PersonCertified& fact) { write(fact, *message.mutable_person_certified()); }
  void operator()(const PersonLeft& fact) { write(fact, *message.mutable_person_left()); }
  void operator()(const LevelReviewed& fact) { write(fact, *message.mutable_level_reviewed()); }
  void operator()(const LevelGranted& fact) { write(fact, *message.mutable_level_granted()); }
  void operator()(const TrainingCancelled& fact) { write(fact, *message.mutable_training_cancelled()); }
  void operator()(const FundRequested& fact) { write(fact, *message.mutable_fund_requested()); }
  void operator()(const FundClaimed& fact) { write(fact, *message.mutable_fund_claimed()); }
  void operator()(const FundReleased& fact) { write(fact, *message.mutable_fund_released()); }
  void operator()(const GuaranteeSettled& fact) { write(fact, *message.mutable_guarantee_settled()); }
  void operator()(const FloorCharged& fact) { write(fact, *message.mutable_floor_charged()); }
  void operator()(const RestatementProposed& fact) { write(fact, *message.mutable_restatement_proposed()); }
  void operator()(const EntryRestated& fact) { write(fact, *message.mutable_entry_restated()); }
  void operator()(const CalendarSet& fact) { write(fact, *message.mutable_calendar_set()); }
  void operator()(const ObligationReported& fact) { write(fact, *message.mutable_obligation_reported()); }
  void operator()(const ObligationConfirmed& fact) { write(fact, *message.mutable_obligation_confirmed()); }
  void operator()(const ObligationFlagged& fact) { write(fact, *message.mutable_obligation_flagged()); }
  void operator()(const PartyHeld& fact) { write(fact, *message.mutable_party_held()); }
  void operator()(const DisputeOpened& fact) { write(fact, *message.mutable_dispute_opened()); }
  void operator()(const DisputeAnswered& fact) { write(fact, *message.mutable_dispute_answered()); }
  void operator()(const DisputeResolved& fact) { write(fact, *message.mutable_dispute_resolved()); }
  void operator()(const RunOpened& fact) { write(fact, *message.mutable_run_opened()); }
  void operator()(const RunCollected& fact) { write(fact, *message.mutable_run_collected()); }
  void operator()(const RunProposed& fact) { write(fact, *message.mutable_run_proposed()); }
  void operator()(const RunAnswered& fact) { write(fact, *message.mutable_run_answered()); }
  void operator()(const RunApproved& fact) { write(fact, *message.mutable_run_approved()); }
  void operator()(const RunPosted& fact) { write(fact, *message.mutable_run_posted()); }
  void operator()(const RunCancelled& fact) { write(fact, *message.mutable_run_cancelled()); }
  void operator()(const RunReversed& fact) { write(fact, *message.mutable_run_reversed()); }
  void operator()(const WriteOffRequested& fact) { write(fact, *message.mutable_write_off_requested()); }
  void operator()(const WriteOffApproved& fact) { write(fact, *message.mutable_write_off_approved()); }
  void operator()(const RatesRecorded& fact) { write(fact, *message.mutable_rates_recorded()); }
};

// The payload of `bytes` when they are one sale and nothing else, as encode() writes it. Protobuf
// frees the alternative of a oneof with every Clear(), so the kind of fact that comes by the
// million is parsed for itself.
std::optional<std::string_view> payload_of_sale(std::string_view bytes) {
  constexpr char kTag = (v1::Fact::kSaleFieldNumber << 3) | 2;
  constexpr unsigned kLengthBytesMax = 3;
  if (bytes.empty() || bytes.front() != kTag) return std::nullopt;
  bytes.remove_prefix(1);
  std::size_t length = 0;
  for (unsigned i = 0; i < kLengthBytesMax && !bytes.empty(); ++i) {
    const auto byte = static_cast<unsigned char>(bytes.front());
    bytes.remove_prefix(1);
    length |= std::size_t{byte & 0x7FU} << (7 * i);
    if (byte < 0x80) return length == bytes.size() ? std::optional(bytes) : std::nullopt;
  }
  return std::nullopt;
}

bool parse(google::protobuf::MessageLite& message, std::string_view bytes) {
  return bytes.size() <= INT_MAX &&
         message.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
}

tl::unexpected<Error> refuse_bytes(std::string_view bytes) {
  return refuse(Code::malformed_message,
                fmt::format("{} bytes are not a message quits.v1.Fact", bytes.size()),
                "send the bytes of the message itself, without a length or a frame");
}

// The kinds around settlements, by number.
Result<Fact> from_settlement_kind(const v1::Fact& message) {
  switch (message.kind_case()) {
    case v1::Fact::kCalendarSet:
      return read_kind<CalendarSet>("calendar_set", message.calendar_set());
    case v1::Fact::kObligationReported:
      return read_kind<ObligationReported>("obligation_reported", message.obligation_reported());
    case v1::Fact::kObligationConfirmed:
      return read_kind<ObligationConfirmed>("obligation_confirmed", message.obligation_confirmed());
    case v1::Fact::kObligationFlagged:
      return read_kind<ObligationFlagged>("obligation_flagged", message.obligation_flagged());
    case v1::Fact::kPartyHeld:
      return read_kind<PartyHeld>("party_held", message.party_held());
    case v1::Fact::kDisputeOpened:
      return read_kind<DisputeOpened>("dispute_opened", message.dispute_opened());
    case v1::Fact::kDisputeAnswered:
      return read_kind<DisputeAnswered>("dispute_answered", message.dispute_answered());
    case v1::Fact::kDisputeResolved:
      return read_kind<DisputeResolved>("dispute_resolved", message.dispute_resolved());
    case v1::Fact::kRunOpened:
      return read_kind<RunOpened>("run_opened", message.run_opened());
    case v1::Fact::kRunCollected:
      return read_kind<RunCollected>("run_collected", message.run_collected());
    case v1::Fact::kRunProposed:
      return read_kind<RunProposed>("run_proposed", message.run_proposed());
    case v1::Fact::kRunAnswered:
      return read_kind<RunAnswered>("run_answered", message.run_answered());
    case v1::Fact::kRunApproved:
      return read_kind<RunApproved>("run_approved", message.run_approved());
    case v1::Fact::kRunPosted:
      return read_kind<RunPosted>("run_posted", message.run_posted());
    case v1::Fact::kRunCancelled:
      return read_kind<RunCancelled>("run_cancelled", message.run_cancelled());
    case v1::Fact::kRunReversed:
      return read_kind<RunReversed>("run_reversed", message.run_reversed());
    case v1::Fact::kWriteOffRequested:
      return read_kind<WriteOffRequested>("write_off_requested", message.write_off_requested());
    case v1::Fact::kWriteOffApproved:
      return read_kind<WriteOffApproved>("write_off_approved", message.write_off_approved());
    case v1::Fact::kRatesRecorded:
      return read_kind<RatesRecorded>("rates_recorded", message.rates_recorded());
    default:
      return refuse(Code::missing_field,
                    "the fact says nothing: sale, refund or another kind was expected",
                    "write for example sale { seller: \"P\" on: \"2026-03-04\" amount: \"100\" }");
  }
}

// The kinds behind the first nineteen, by number.
Result<Fact> from_rarer_kind(const v1::Fact& message) {
  switch (message.kind_case()) {
    case v1::Fact::kCustomerPayment:
      return read_kind<CustomerPayment>("customer_payment", message.customer_payment());
    case v1::Fact::kContractCancelled:
      return read_kind<ContractCancelled>("contract_cancelled", message.contract_cancelled());
    case v1::Fact::kPartnerAssigned:
      return read_kind<PartnerAssigned>("partner_assigned", message.partner_assigned());
    case v1::Fact::kPersonCertified:
      return read_kind<PersonCertified>("person_certified", message.person_certified());
    case v1::Fact::kPersonLeft:
      return read_kind<PersonLeft>("person_left", message.person_left());
    case v1::Fact::kLevelReviewed:
      return read_kind<LevelReviewed>("level_reviewed", message.level_reviewed());
    case v1::Fact::kLevelGranted:
      return read_kind<LevelGranted>("level_granted", message.level_granted());
    case v1::Fact::kTrainingCancelled:
      return read_kind<TrainingCancelled>("training_cancelled", message.training_cancelled());
    case v1::Fact::kFundRequested:
      return read_kind<FundRequested>("fund_requested", message.fund_requested());
    case v1::Fact::kFundClaimed:
      return read_kind<FundClaimed>("fund_claimed", message.fund_claimed());
    case v1::Fact::kFundReleased:
      return read_kind<FundReleased>("fund_released", message.fund_released());
    case v1::Fact::kGuaranteeSettled:
      return read_kind<GuaranteeSettled>("guarantee_settled", message.guarantee_settled());
    case v1::Fact::kFloorCharged:
      return read_kind<FloorCharged>("floor_charged", message.floor_charged());
    case v1::Fact::kRestatementProposed:
      return read_kind<RestatementProposed>("restatement_proposed", message.restatement_proposed());
    case v1::Fact::kEntryRestated:
      return read_kind<EntryRestated>("entry_restated", message.entry_restated());
    default:
      return from_settlement_kind(message);
  }
}

}  // namespace

Result<Fact> from_message(const v1::Fact& message) {
  Fields root;
  root.expect_known(message);
  if (root.fault()) [[unlikely]]
    return refuse(*std::move(root.fault()));
  switch (message.kind_case()) {
    case v1::Fact::kBookOpened:
      return read_kind<BookOpened>("book_opened", message.book_opened());
    case v1::Fact::kPartyRegistered:
      return read_kind<PartyRegistered>("party_registered", message.party_registered());
    case v1::Fact::kAgreementProposed:
      return read_kind<AgreementProposed>("agreement_proposed", message.agreement_proposed());
    case v1::Fact::kAgreementAccepted:
      return read_kind<AgreementAccepted>("agreement_accepted", message.agreement_accepted());
    case v1::Fact::kSale:
      return read_kind<Sale>("sale", message.sale());
    case v1::Fact::kCredit:
      return read_kind<Credit>("credit", message.credit());
    case v1::Fact::kRefund:
      return read_kind<Refund>("refund", message.refund());
    case v1::Fact::kTrainingDelivered:
      return read_kind<TrainingDelivered>("training_delivered", message.training_delivered());
    case v1::Fact::kContribution:
      return read_kind<Contribution>("contribution", message.contribution());
    case v1::Fact::kAdjustment:
      return read_kind<Adjustment>("adjustment", message.adjustment());
    case v1::Fact::kApproval:
      return read_kind<Approval>("approval", message.approval());
    case v1::Fact::kReversal:
      return read_kind<Reversal>("reversal", message.reversal());
    case v1::Fact::kPayment:
      return read_kind<Payment>("payment", message.payment());
    case v1::Fact::kPeriodClosed:
      return read_kind<PeriodClosed>("period_closed", message.period_closed());
    case v1::Fact::kFeeCharged:
      return read_kind<FeeCharged>("fee_charged", message.fee_charged());
    case v1::Fact::kInvoiceIssued:
      return read_kind<InvoiceIssued>("invoice_issued", message.invoice_issued());
    case v1::Fact::kSettlementPosted:
      return read_kind<SettlementPosted>("settlement_posted", message.settlement_posted());
    case v1::Fact::kPeriodSettled:
      return read_kind<PeriodSettled>("period_settled", message.period_settled());
    case v1::Fact::kAgreementEnded:
      return read_kind<AgreementEnded>("agreement_ended", message.agreement_ended());
    default:
      return from_rarer_kind(message);
  }
}

Result<Terms> from_message(const v1::Terms& message) {
  Fields root;
  Terms terms;
  read(root, message, terms);
  if (root.fault()) return refuse(*std::move(root.fault()));
  return terms;
}

void to_message(const Fact& fact, v1::Fact& message) { std::visit(WriteKind{message}, fact); }

void to_message(const Terms& terms, v1::Terms& message) { write(terms, message); }

struct FactCodec::Message {
  v1::Fact written;
  v1::Fact parsed;
  v1::Sale parsed_sale;
};

FactCodec::FactCodec() : message_(std::make_unique<Message>()) {}
FactCodec::~FactCodec() = default;

std::string FactCodec::encode(const Fact& fact) {
  to_message(fact, message_->written);
  return message_->written.SerializeAsString();
}

Result<Fact> FactCodec::decode(std::string_view bytes) {
  if (const auto payload = payload_of_sale(bytes)) {
    if (!parse(message_->parsed_sale, *payload)) return refuse_bytes(bytes);
    return read_kind<Sale>("sale", message_->parsed_sale);
  }
  if (!parse(message_->parsed, bytes)) return refuse_bytes(bytes);
  auto fact = from_message(message_->parsed);
  // Of two kinds in one message the first decides who records it and the last what is read: neither is meant.
  if (fact && kind_of(*fact) != ledger::kind_of(bytes)) {
    return refuse(Code::malformed_message, "the message holds more than the one fact");
  }
  return fact;
}

}  // namespace quits::program
