#include "tests/service/run_life.h"

#include <fmt/core.h>

#include "base/failure.h"

namespace quits::test {

using namespace program;

namespace {

constexpr const char* kPersons[] = {"anna", "ben", "carl"};

template <class... Cases>
struct Named : Cases... {
  using Cases::operator()...;
};
template <class... Cases>
Named(Cases...) -> Named<Cases...>;

std::string name_of_fact(const Fact& fact) {
  const Named name{[](const ObligationReported&) { return "report"; },
                   [](const ObligationConfirmed&) { return "confirm"; },
                   [](const ObligationFlagged&) { return "flag"; },
                   [](const PartyHeld&) { return "hold"; },
                   [](const RunOpened&) { return "open"; },
                   [](const RunCollected&) { return "collect"; },
                   [](const RunProposed&) { return "propose"; },
                   [](const RunAnswered&) { return "answer"; },
                   [](const RunApproved&) { return "approve"; },
                   [](const RunPosted&) { return "post"; },
                   [](const RunCancelled&) { return "cancel"; },
                   [](const RunReversed&) { return "reverse"; },
                   [](const Payment&) { return "pay"; },
                   [](const Reversal&) { return "take back"; },
                   [](const DisputeOpened&) { return "dispute"; },
                   [](const DisputeResolved&) { return "resolve"; },
                   [](const PeriodClosed&) { return "close"; },
                   [](const PeriodSettled&) { return "settle"; },
                   [](const auto&) { return "something"; }};
  return std::visit(name, fact);
}

}  // namespace

bool RunLife::complain(const std::string& what) {
  ADD_FAILURE() << "seed " << seed_ << ", step " << made_ << ", " << last_ << ": " << what;
  return false;
}

void RunLife::open() {
  book_.open_program();
  for (const char* party : {"A", "B", "C", "D", "E"}) {
    Terms terms = RunBook::terms();
    RunModelParty& known = model_.parties[party];
    if (*party == 'C') terms.settlement.netting = {NettingMode::multilateral};
    if (*party >= 'D') {
      terms.settlement.answers = true;
      terms.settlement.answer_days = *party == 'D' ? 3 : 1;
      terms.settlement.silence = *party == 'D' ? Silence::accepts : Silence::rejects;
      terms.settlement.confirms_obligations = *party == 'E';
    }
    known.modes = {terms.settlement.netting.begin(), terms.settlement.netting.end()};
    known.answers = terms.settlement.answers;
    known.answer_days = terms.settlement.answer_days;
    known.silence = terms.settlement.silence;
    known.confirms = terms.settlement.confirms_obligations;
    book_.add(party, terms);
  }
  model_.parties["ACME"].modes = {NettingMode::multilateral, NettingMode::centre};
}

// Mostly one person prepares runs, so that another may approve them.
std::string RunLife::any_person(const Fact& fact) {
  const bool prepares =
      std::holds_alternative<RunOpened>(fact) || std::holds_alternative<RunCollected>(fact) ||
      std::holds_alternative<RunProposed>(fact) || std::holds_alternative<RunPosted>(fact);
  return kPersons[prepares && !one_in(8) ? 0 : below(3)];
}

// Something is earned, charged and given back in the month that closes next.
void RunLife::month() {
  const std::string on = next_close_.to_string() + "-10";
  for (int i = 0; i < 3; ++i) {
    const std::string party = any_party();
    switch (below(3)) {
      case 0:
        book_.sell(party, on, std::to_string(100 + below(20) * 50));
        break;
      case 1:
        book_.must(TrainingDelivered{"with " + party, party, "course", 1, day(on.c_str()), ""});
        break;
      default: {
        const std::string id = fmt::format("adjust {}", ++made_);
        Adjustment less = adjustment(
            party, on.c_str(), std::to_string(-static_cast<std::int64_t>(10 + below(90))).c_str());
        less.agreement = "with " + party;
        book_.must(less, id);
        book_.must(Approval{{"", id}}, "", "ben");
      }
    }
  }
}

Fact RunLife::any_debt() {
  const std::string debtor = any_side();
  std::string creditor = any_side();
  while (creditor == debtor) creditor = any_side();
  const bool yen = one_in(4);
  const std::string amount =
      yen ? std::to_string(1 + below(60)) : fmt::format("{}.{:02}", 1 + below(90), below(100));
  const std::string number = one_in(12) ? any_key(model_.documents) : fmt::format("d{}", ++made_);
  ObligationReported fact =
      RunBook::debt(number, debtor, creditor, amount.c_str(), yen ? "JPY" : "EUR");
  if (number.find('-') != std::string::npos)
    fact.number = fmt::format("d{}", ++made_);  // a number of the book's own
  fact.due_on = fact.on.plus_days(static_cast<std::int32_t>(below(60))).value();
  if (one_in(3)) fact.reported_by = debtor;
  return fact;
}

Fact RunLife::any_run() {
  RunOpened run;
  run.run = one_in(15) ? any_key(model_.runs) : fmt::format("r{}", ++made_);
  run.mode = static_cast<NettingMode>(1 + (one_in(2) ? 1 : below(3)));
  run.on = today();
  if (run.mode == NettingMode::centre) run.centre = one_in(3) ? "A" : "ACME";
  if (one_in(3)) {
    for (const char* party : {"ACME", "A", "B", "C", "D", "E"}) {
      if (!one_in(4)) run.parties.emplace_back(party);
    }
  }
  if (one_in(4)) run.due_until = day("2026-04-01");
  if (one_in(4)) run.above = Decimal::parse("5.5").value();
  if (one_in(4)) run.currency = Currency::parse(one_in(2) ? "EUR" : "JPY").value();
  run.whole_documents = run.mode != NettingMode::centre && one_in(4);
  if (one_in(3)) run.minimum_payout = Decimal::parse("12.5").value();
  run.order = static_cast<AllocationOrder>(1 + below(4));
  return run;
}

// Mostly one that is under way.
std::string RunLife::any_run_key() {
  std::map<std::string, int> alive;
  for (const auto& [key, run] : model_.runs) {
    if (run.state != "cancelled" && run.state != "reversed") alive[key] = 1;
  }
  return one_in(20) ? any_key(model_.runs) : any_key(alive);
}

Fact RunLife::any_run_step() {
  const std::string key = any_run_key();
  const auto known = model_.runs.find(key);
  const std::string state = known == model_.runs.end() ? "" : known->second.state;
  std::uint32_t proposal = known == model_.runs.end() ? 1 : std::max(known->second.proposal, 1U);
  if (one_in(15)) ++proposal;
  std::uint64_t choice = below(8);
  // Mostly what comes next.
  if (!one_in(3))
    choice = state == "draft"       ? 0
             : state == "collected" ? 1
             : state == "proposed"  ? 2 + below(3)
             : state == "approved"  ? 5
                                    : below(12);
  switch (choice) {
    case 0:
      return RunBook::step<RunCollected>(key);
    case 1:
      return RunBook::step<RunProposed>(key);
    case 2:
    case 3: {
      std::string party = any_party();
      if (known != model_.runs.end() && !known->second.asked.empty() && !one_in(5))
        party = any_key(known->second.asked);
      const bool rejects = one_in(4);
      return RunAnswered{key, party, rejects, rejects ? "not ours" : "", proposal};
    }
    case 4:
      return RunApproved{key, proposal};
    case 5:
      return RunBook::step<RunPosted>(key);
    case 6:
      if (one_in(2)) return RunCancelled{key, "not now"};
      [[fallthrough]];
    case 7:
      return RunBook::reversed(key);
    default:
      return any_payment();
  }
}

Fact RunLife::any_payment() {
  if (!model_.payments.empty() && one_in(4)) {
    Reversal back = reversal(any_key(model_.payments), "2026-10-01");
    back.on = today();
    return back;
  }
  Payment payment;
  std::int64_t most = 0;
  if (one_in(3) && !model_.documents.empty()) {
    payment.reference = any_key(model_.documents);
    const RunModelDocument& document = model_.documents.at(payment.reference);
    payment.payer = document.gross < 0 ? document.creditor : document.debtor;
    payment.payee = document.gross < 0 ? document.debtor : document.creditor;
    payment.currency = document.currency;
    most = document.open < 0 ? -document.open : document.open;
  } else if (!model_.lists.empty()) {
    payment.reference = any_key(model_.lists);
    const RunModelList& list = model_.lists.at(payment.reference);
    payment.payer = list.payer;
    payment.payee = list.payee;
    payment.currency = list.currency;
    std::int64_t listed = 0;  // documents that were paid themselves are not asked for any more
    for (const auto& [number, part] : list.parts) {
      const std::int64_t to_pay = model_.documents.at(number).to_pay;
      listed += std::min(part < 0 ? -part : part, to_pay < 0 ? -to_pay : to_pay);
    }
    most = list.withdrawn ? list.amount : std::min(list.amount - list.confirmed, listed);
  }
  if (most == 0) return any_debt();
  const std::int64_t minor =
      one_in(2) ? most : 1 + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(most)));
  std::int64_t millionths = minor * 1'000'000;
  for (int place = 0; place < payment.currency.exponent(); ++place) millionths /= 10;
  payment.amount = Decimal::from_millionths(millionths);
  payment.on = today();
  return payment;
}

Fact RunLife::any_dispute() {
  std::vector<std::pair<std::string, std::string>> open;  // document, dispute
  std::vector<std::string> invoices;
  for (const auto& [number, document] : model_.documents) {
    if (document.kind == settlement::DocumentKind::invoice && document.gross != 0)
      invoices.push_back(number);
    for (const auto& [id, dispute] : document.disputes) {
      if (dispute.state == "open" || one_in(10)) open.emplace_back(number, id);
    }
  }
  const Date on = next_close_.first_day();
  if (!open.empty() && one_in(2)) {
    const auto& [number, id] = open[below(open.size())];
    const RunModelDocument& document = model_.documents.at(number);
    const std::string by = document.disputes.at(id).by;
    const std::string other = by == document.creditor ? document.debtor : document.creditor;
    switch (below(3)) {
      case 0:
        return DisputeResolved{{"", id}, DisputeOutcome::withdrawn, by, on, "well"};
      case 1:
        return DisputeResolved{{"", id}, DisputeOutcome::rejected, other, on, "as agreed"};
      default:
        return DisputeResolved{{"", id}, DisputeOutcome::upheld, document.creditor, on, "right"};
    }
  }
  if (invoices.empty()) return any_debt();
  DisputeOpened dispute;
  dispute.document = invoices[below(invoices.size())];
  const RunModelDocument& document = model_.documents.at(dispute.document);
  dispute.by = one_in(3) ? document.creditor : document.debtor;
  if (one_in(2))
    dispute.amount = Decimal::from_millionths(static_cast<std::int64_t>(1 + below(3'000)) * 10'000);
  dispute.on = on;
  dispute.reason = DisputeReason::price;
  dispute.text = "agreed on less";
  return dispute;
}

Fact RunLife::any_fact() {
  const std::uint64_t choice = below(100);
  if (choice < 18) return any_debt();
  if (choice < 24) return any_run();
  if (choice < 62) return any_run_step();
  if (choice < 76) return any_payment();
  if (choice < 84) return any_dispute();
  if (choice < 88) {
    const std::string number = any_key(model_.documents);
    const auto document = model_.documents.find(number);
    const std::string side = document == model_.documents.end() || one_in(2) ? any_party()
                             : one_in(2) ? document->second.debtor
                                         : document->second.creditor;
    const bool refuses = one_in(3);
    return ObligationConfirmed{number, side, refuses, refuses ? "never ordered" : ""};
  }
  if (choice < 91) {
    const std::vector<std::string> flags =
        one_in(2) ? std::vector<std::string>{}
                  : std::vector<std::string>{one_in(2) ? "assigned" : "on_hold"};
    return ObligationFlagged{any_key(model_.documents), flags, "so it is"};
  }
  if (choice < 94)
    return PartyHeld{any_party(), static_cast<HoldKind>(one_in(2) ? 0 : below(3)), "so it is"};
  if (choice < 97 || next_settle_ == next_close_) {
    if (next_close_ == Period::parse("2026-09").value()) return any_run_step();
    month();
    return PeriodClosed{next_close_, 0, ""};
  }
  return PeriodSettled{next_settle_, next_settle_.next().first_day(), 0};
}

// The database may fail in its middle, any number of times: then nothing has changed, and the same
// step goes on.
Result<ledger::Receipt> RunLife::recorded_in_the_end(const RunModel::Step& step) {
  while (one_in(4)) {
    faults_ = {.fail_at_call = 1 + below(60),
               .fail_with = one_in(2) ? Code::disk_full : Code::unavailable};
    if (one_in(3)) faults_ = {.fail_with = Code::unavailable, .fail_at_commit = 1};
    try {
      const auto receipt = book_.record(step.fact, step.id, step.actor);
      faults_ = {};
      if (receipt) ++met_["went through"];
      return receipt;
    } catch (const Failure&) {
      faults_ = {};
      ++met_["failed"];
    }
    if (one_in(2)) book_.reopen();
    if (!same()) break;
  }
  return book_.record(step.fact, step.id, step.actor);
}

bool RunLife::after(const RunModel::Step& step, Sequence entry) {
  FactCodec codec;
  const auto fact_in = [&](Sequence at) {
    return codec.decode(book_.book().read(at).fact).value();
  };
  const std::string complaint = model_.apply(step, fact_in(entry));
  if (!complaint.empty()) return complain(complaint);
  if (const auto* answered = std::get_if<RunAnswered>(&step.fact);
      answered != nullptr && answered->rejects) {
    const Fact next = fact_in(Sequence{entry.value + 1});
    const auto* proposed = std::get_if<RunProposed>(&next);
    if (proposed == nullptr) return complain("a rejection is not followed by a proposal");
    const std::string about_it = model_.apply_proposal(*proposed, "", step.today);
    if (!about_it.empty()) return complain(about_it);
  }
  if (std::holds_alternative<PeriodClosed>(step.fact)) {
    for (const settlement::Invoice& issued :
         settlement::invoices_of(book_.database(), next_close_, ""))
      model_.add_invoice(issued);
    next_close_ = next_close_.next();
  }
  if (std::holds_alternative<PeriodSettled>(step.fact)) next_settle_ = next_settle_.next();
  return true;
}

bool RunLife::step(const Fact& fact, const std::string& actor) {
  const RunModel::Step step{fmt::format("s{}", ++made_), fact, actor, today()};
  last_ = name_of_fact(fact) + " by " + actor;
  const std::string expected = model_.judge(step);
  const auto receipt = recorded_in_the_end(step);
  const std::string code = receipt ? "recorded" : std::string(name_of(receipt.error().code));
  ++met_[name_of_fact(fact) + " " + code];
  if (code != expected)
    return complain(code + " instead of " + expected +
                    (receipt ? "" : ": " + to_string(receipt.error())));
  if (receipt && !after(step, receipt->sequence)) return false;
  if (receipt && one_in(8)) {
    const auto again = book_.record(fact, step.id, actor);
    if (!again || !again->repeated || again->sequence != receipt->sequence)
      return complain("the same id again does not give the same receipt");
  }
  return same();
}

bool RunLife::same() {
  std::map<std::string, settlement::Invoice> known;
  for (settlement::Invoice& invoice : settlement::invoices_of(book_.database(), std::nullopt, ""))
    known.emplace(invoice.number, std::move(invoice));
  for (settlement::Invoice& other : settlement::other_documents(book_.database(), ""))
    known.emplace(other.number, std::move(other));
  if (known.size() != model_.documents.size())
    return complain(
        fmt::format("{} documents instead of {}", known.size(), model_.documents.size()));
  for (const auto& [number, document] : model_.documents) {
    const settlement::Invoice& stored = known[number];
    const std::string said =
        fmt::format("open {}, to pay {}, disputed {}, run '{}'", stored.open_minor,
                    stored.to_pay_minor, stored.disputed_minor, stored.run);
    const std::string expected =
        fmt::format("open {}, to pay {}, disputed {}, run '{}'", document.open, document.to_pay,
                    document.disputed(), document.run);
    if (said != expected)
      return complain(fmt::format("{}: {} instead of {}", number, said, expected));
  }
  for (const auto& [key, run] : model_.runs) {
    const settlement::RunRow row = book_.run(key);
    const bool is_posted = run.state == "posted" || run.state == "settled";
    const std::string said = fmt::format("{}, proposal {}, {} payments open", name_of(row.state),
                                         row.proposal, row.payments_open);
    const std::string expected =
        fmt::format("{}, proposal {}, {} payments open", run.state, run.proposal,
                    is_posted ? model_.payments_open(run) : 0);
    if (said != expected)
      return complain(fmt::format("run {}: {} instead of {}", key, said, expected));
    const auto orders = book_.orders(key);
    if (orders.size() != run.lists.size())
      return complain(fmt::format("run {} asks for {} payments instead of {}", key, orders.size(),
                                  run.lists.size()));
    for (const settlement::NamedOrder& named : orders) {
      const auto list = model_.lists.find(named.reference);
      if (list == model_.lists.end()) return complain("nobody asked for " + named.reference);
      const auto text = [](const std::string& payer, const std::string& payee, std::int64_t amount,
                           std::int64_t confirmed, bool withdrawn) {
        return fmt::format("{} to {}, {} of {}{}", payer, payee, confirmed, amount,
                           withdrawn ? ", withdrawn" : "");
      };
      const std::string stored =
          text(named.order.payer, named.order.payee, named.order.amount_minor,
               named.order.confirmed_minor, named.order.withdrawn);
      const RunModelList& own = list->second;
      const std::string should =
          text(own.payer, own.payee, own.amount, own.confirmed, own.withdrawn);
      if (stored != should)
        return complain(fmt::format("{}: {} instead of {}", named.reference, stored, should));
    }
  }
  return true;
}

void RunLife::run(int steps) {
  open();
  bool good = !testing::Test::HasFailure();
  for (int i = 0; i < steps && good; ++i) {
    if (one_in(25)) book_.clock().advance(86'400'000'000);
    const Fact fact = any_fact();
    good = step(fact, any_person(fact));
  }
  book_.expect_clean();
  book_.reopen();
  book_.expect_clean();
  if (testing::Test::HasFailure()) ADD_FAILURE() << "seed " << seed_;
}

}  // namespace quits::test
