// Commissions that several share, and commissions that wait for the customer: what holds for every
// plan, amount and order. Each is compared with a partner that has the same terms and sells alone.
#include <gtest/gtest.h>

#include "tests/service/trials.h"

namespace quits::test {
namespace {

using namespace program;

Sale sale_of(const Tried& seller, Decimal amount) {
  Sale made;
  made.agreement = seller.agreement;
  made.seller = seller.partner;
  made.on = day_in(3, *rc::gen::inRange(1, 29));
  made.amount = amount;
  return made;
}

Refund refund_of(const std::string& sale, Decimal amount, RefundKind kind = RefundKind::returned) {
  Refund made;
  made.sale = {"test", sale};
  made.on = day_in(3, *rc::gen::inRange(1, 29));
  made.amount = amount;
  made.kind = kind;
  return made;
}

// A part of a sale that goes back.
struct Part {
  std::size_t sale;
  Decimal amount;
};

std::vector<Part> any_returns(const std::vector<Decimal>& sales) {
  std::vector<Part> parts;
  for (std::size_t i = 0; i < sales.size(); ++i) {
    for (const Decimal amount : any_parts(sales[i], 3)) parts.push_back({i, amount});
  }
  shuffle(parts);
  return parts;
}

// Two to four of `parties`, with shares that are 100 % together.
std::vector<Share> any_split(std::vector<std::string> parties) {
  shuffle(parties);
  parties.resize(*rc::gen::inRange<std::size_t>(2, parties.size() + 1));
  std::vector<Share> split;
  std::int64_t left = Rate::kWhole;
  for (std::size_t i = 0; i < parties.size(); ++i) {
    const auto rest = static_cast<std::int64_t>(parties.size() - i - 1);
    const std::int64_t share = rest == 0 ? left : *rc::gen::inRange<std::int64_t>(1, left - rest);
    split.push_back({parties[i], Rate::from_millionths(share)});
    left -= share;
  }
  return split;
}

// No share is a whole minor unit away from its part of the whole.
bool is_near(std::int64_t share_minor, std::int64_t whole_minor, Rate share) {
  const int128 off = int128{share_minor} * Rate::kWhole - int128{whole_minor} * share.millionths();
  return off < Rate::kWhole && -off < Rate::kWhole;
}

TEST(SharesProperties, the_shares_are_the_whole_and_refunds_in_any_parts_leave_nothing) {
  Trials trials;
  EXPECT_TRUE(rc::check([&trials] {
    const Currency currency = any_currency();
    const Terms terms = any_commission_terms(currency);
    const Tried alone = trials.agree(terms);
    std::vector<Tried> sharing{trials.agree(terms)};  // the first one sells
    for (int i = 0; i < 3; ++i) {
      sharing.push_back(trials.agree(terms_of(std::string(currency.code()), {})));
    }
    std::vector<std::string> parties;
    for (const Tried& one : sharing) parties.push_back(one.partner);
    const auto together = [&] {
      std::int64_t sum = 0;
      for (const Tried& one : sharing) sum += trials.earned(one);
      return sum;
    };

    std::vector<Decimal> amounts;
    std::vector<std::string> ids;
    for (int i = *rc::gen::inRange(1, 4); i > 0; --i) {
      Sale shared = sale_of(sharing.front(), any_decimal());
      shared.split = any_split(parties);
      Sale own = shared;
      own.seller = alone.partner;
      own.agreement = alone.agreement;
      own.split.clear();
      amounts.push_back(shared.amount);
      ids.push_back(trials.fresh_id());
      std::vector<std::int64_t> before;
      for (const Share& share : shared.split) before.push_back(trials.earned(share.party));
      const std::int64_t whole_before = trials.earned(alone);
      trials.record(shared, ids.back());
      trials.record(own, "alone-" + ids.back());
      RC_ASSERT(together() == trials.earned(alone));
      for (std::size_t part = 0; part < shared.split.size(); ++part) {
        const std::int64_t got = trials.earned(shared.split[part].party) - before[part];
        RC_ASSERT(is_near(got, trials.earned(alone) - whole_before, shared.split[part].share));
      }
    }
    for (const Part& part : any_returns(amounts)) {
      trials.record(refund_of(ids[part.sale], part.amount));
      trials.record(refund_of("alone-" + ids[part.sale], part.amount));
      RC_ASSERT(together() == trials.earned(alone));
    }
    for (const Tried& one : sharing) RC_ASSERT(trials.earned(one) == 0);
  }));
  trials.world().expect_clean();
}

CustomerPayment payment_of(const std::string& sale, Decimal amount) {
  CustomerPayment made;
  made.sale = {"test", sale};
  made.on = day_in(3, *rc::gen::inRange(1, 29));
  made.amount = amount;
  return made;
}

TEST(PaymentProperties, payments_in_any_parts_earn_the_commission_and_what_goes_back_takes_it) {
  Trials trials;
  EXPECT_TRUE(rc::check([&trials] {
    Terms terms = any_commission_terms(any_currency());
    const Tried at_once = trials.agree(terms);
    terms.plans.front().earned_when = EarnedWhen::paid;
    const Tried when_paid = trials.agree(terms);
    std::vector<Decimal> amounts;
    std::vector<std::string> ids;
    for (int i = *rc::gen::inRange(1, 4); i > 0; --i) {
      const Sale waits = sale_of(when_paid, any_decimal());
      Sale sold = waits;
      sold.seller = at_once.partner;
      sold.agreement = at_once.agreement;
      amounts.push_back(waits.amount);
      ids.push_back(trials.fresh_id());
      trials.record(waits, ids.back());
      trials.record(sold);
    }
    RC_ASSERT(trials.earned(when_paid) == 0);
    for (const Part& part : any_returns(amounts))
      trials.record(payment_of(ids[part.sale], part.amount));
    RC_ASSERT(trials.earned(when_paid) == trials.earned(at_once));

    for (const Part& part : any_returns(amounts)) {
      const RefundKind kind = *rc::gen::element(RefundKind::returned, RefundKind::chargeback);
      trials.record(refund_of(ids[part.sale], part.amount, kind));
    }
    RC_ASSERT(trials.earned(when_paid) == 0);
  }));
  trials.world().expect_clean();
}

// A customer who returns what he has not paid yet takes nothing of what was earned.
TEST(PaymentProperties, what_is_not_paid_goes_back_first) {
  Trials trials;
  EXPECT_TRUE(rc::check([&trials] {
    Terms terms = any_commission_terms(any_currency());
    terms.plans.front().earned_when = EarnedWhen::paid;
    const Tried partner = trials.agree(terms);
    const Decimal paid = any_decimal();
    const Decimal unpaid = any_decimal();
    const std::string id = trials.fresh_id();
    trials.record(sale_of(partner, paid.plus(unpaid).value()), id);
    for (const Decimal part : any_parts(paid, 3)) trials.record(payment_of(id, part));
    const std::int64_t earned = trials.earned(partner);
    for (const Decimal part : any_parts(unpaid, 3)) {
      trials.record(refund_of(id, part));
      RC_ASSERT(trials.earned(partner) == earned);
    }
    for (const Decimal part : any_parts(paid, 3)) trials.record(refund_of(id, part));
    RC_ASSERT(trials.earned(partner) == 0);
  }));
  trials.world().expect_clean();
}

}  // namespace
}  // namespace quits::test
