// Records as bytes: what was written is read again, and what is no record is a Failure, never a
// crash.
#include "ledger/encoding.h"

#include <google/protobuf/stubs/logging.h>
#include <gtest/gtest.h>

#include <random>

#include "base/failure.h"

namespace quits::ledger {
namespace {

// Any record that the types admit, from one seed.
class RecordGenerator {
 public:
  explicit RecordGenerator(std::uint64_t seed) : random_(seed) {}

  Record record() {
    Record record;
    record.sequence = {1 + below(1'000'000'000'000)};
    record.id = {text(), text()};
    record.actor = text();
    record.recorded = {signed_number()};
    record.effective = date();
    record.period = period();
    record.relates_to = {below(3) == 0 ? below(UINT64_MAX) : 0};
    for (std::uint64_t i = below(4); i > 0; --i) record.items.push_back(item(record.period));
    for (std::uint64_t i = below(5); i > 0; --i) record.postings.push_back(posting());
    record.fact = text();
    return record;
  }

 private:
  std::uint64_t below(std::uint64_t limit) { return random_() % limit; }
  std::int64_t signed_number() {
    const std::int64_t extremes[] = {0, 1, -1, INT64_MAX, INT64_MIN};
    const std::uint64_t choice = below(8);
    return choice < 5 ? extremes[choice] : static_cast<std::int64_t>(random_());
  }
  Decimal decimal() { return Decimal::from_millionths(signed_number()); }
  Rate rate() { return Rate::from_millionths(signed_number()); }
  Date date() {
    return Date::from_days(Date::kFirstDay +
                           static_cast<std::int32_t>(below(Date::kLastDay - Date::kFirstDay + 1)));
  }
  Period period() {
    constexpr std::uint64_t kCount = Period::kLastIndex - Period::kFirstIndex + 1;
    return Period::from_index(Period::kFirstIndex + static_cast<std::int32_t>(below(kCount)));
  }
  Currency currency() {
    const char* codes[] = {"EUR", "JPY", "KWD", "USD", "GBP"};
    return Currency::parse(codes[below(5)]).value();
  }
  std::string text() {
    std::string text(below(20), 'a');
    for (char& c : text) c = static_cast<char>('a' + below(26));
    return text;
  }

  Item item(Period period) {
    Item item;
    item.line = {1 + below(1000)};
    item.opens = below(2) == 0;
    item.previous = {item.opens ? 0 : below(1000)};
    if (item.opens) item.key = key(period);
    item.amount_minor = signed_number();
    item.base = decimal();
    item.quantity = decimal();
    item.trace = trace();
    return item;
  }

  LineKey key(Period period) {
    LineKey key;
    key.creditor = {below(100)};
    key.debtor = {below(100)};
    key.currency = currency();
    key.period = period;
    key.category = static_cast<Category>(below(8));
    key.billing = static_cast<Billing>(1 + below(3));
    key.version = {below(100)};
    key.term = text();
    key.tax_category = static_cast<TaxCategory>(below(6));
    key.tax_rate = rate();
    return key;
  }

  Trace trace() {
    Trace trace;
    trace.reason = static_cast<Reason>(below(static_cast<std::uint64_t>(kLastReason) + 1));
    if (below(2) == 0) trace.window = date();
    trace.volume_before = decimal();
    trace.volume_after = decimal();
    trace.due_before_minor = signed_number();
    trace.due_after_minor = signed_number();
    for (std::uint64_t i = below(4); i > 0; --i)
      trace.parts.push_back({decimal(), rate(), decimal(), decimal(), decimal()});
    trace.unit_price = decimal();
    trace.of = {below(1000)};
    trace.booked_minor = signed_number();
    trace.refunded_before = decimal();
    trace.returned_before_minor = signed_number();
    trace.returned_minor = signed_number();
    trace.true_up_minor = signed_number();
    trace.sale = decimal();
    trace.rule = static_cast<Rule>(below(7));
    trace.base = static_cast<Base>(1 + below(3));
    for (std::uint64_t i = below(3); i > 0; --i) trace.limits.push_back(effect());
    if (below(2) == 0) trace.matures = date();
    if (below(2) == 0) trace.earned = Period::of(date());
    if (below(2) == 0) trace.customer_since = date();
    if (below(2) == 0) complete(trace.more.edit());
    return trace;
  }

  void complete(TraceMore& more) {
    const auto small = [&] { return static_cast<std::uint32_t>(below(40)); };
    more.level = text();
    more.customer = text();
    if (below(2) == 0) more.split = {rate(), signed_number(), {below(100)}, text()};
    const auto from = below(2) == 0 ? OverrideFrom::top : OverrideFrom::seller;
    if (below(2) == 0) more.override = {{below(100)}, small(), from, {below(100)}, {below(100)}, text()};
    if (below(2) == 0) more.payment = {{below(100)}, {below(100)}, decimal(), decimal()};
    if (below(2) == 0) more.clawback = {below(2) == 0 ? ClawbackBy::month : ClawbackBy::day, small(), small(), small()};
    if (below(2) == 0) more.cancellation = {date(), small(), rate(), signed_number()};
    if (below(2) == 0) more.guarantee = {signed_number(), signed_number(), signed_number(), signed_number(), date()};
    if (below(2) == 0) more.fund = {{below(100)}, signed_number(), signed_number(), signed_number(), rate()};
    if (below(2) == 0) more.restatement = {{below(100)}, signed_number(), signed_number()};
  }

  LimitEffect effect() {
    LimitEffect effect;
    effect.scope = static_cast<LimitScope>(1 + below(5));
    if (below(2) == 0) effect.window = date();
    effect.customer = below(2) == 0 ? "" : "C-1";
    effect.bound_minor = signed_number();
    effect.is_floor = below(2) == 0;
    effect.used_before_minor = signed_number();
    effect.wanted_minor = signed_number();
    effect.allowed_minor = signed_number();
    effect.room_minor = signed_number();
    return effect;
  }

  Posting posting() {
    const AccountKind kinds[] = {AccountKind::unbilled, AccountKind::claim, AccountKind::bank,
                                 AccountKind::income_other, AccountKind::tax_ae};
    return {{{below(100)}, {below(100)}, kinds[below(5)], currency()}, signed_number()};
  }

  std::mt19937_64 random_;
};

void expect_same(const Record& read, const Record& written) {
  EXPECT_EQ(read.sequence, written.sequence);
  EXPECT_EQ(read.id, written.id);
  EXPECT_EQ(read.actor, written.actor);
  EXPECT_EQ(read.recorded, written.recorded);
  EXPECT_EQ(read.effective, written.effective);
  EXPECT_EQ(read.period, written.period);
  EXPECT_EQ(read.relates_to, written.relates_to);
  EXPECT_EQ(read.items, written.items);
  EXPECT_EQ(read.postings, written.postings);
  EXPECT_EQ(read.fact, written.fact);
}

std::span<const std::byte> bytes_of(std::string_view text) {
  return std::as_bytes(std::span(text));
}

// "read", or the code of the failure.
std::string outcome(RecordCodec& codec, std::string_view bytes) {
  Record record;
  record.sequence = {77};
  try {
    codec.decode(bytes_of(bytes), record);
    return "read";
  } catch (const Failure& failure) {
    return std::string(name_of(failure.code()));
  }
}

TEST(RecordEncoding, reads_what_it_wrote) {
  RecordCodec codec;
  Record read;  // reused, so that leftovers of the record before would show
  for (std::uint64_t seed = 0; seed < 2000; ++seed) {
    const Record written = RecordGenerator(seed).record();
    codec.decode(bytes_of(std::string(codec.encode(written))), read);
    expect_same(read, written);
    if (HasFailure()) FAIL() << "seed " << seed;
  }
}

TEST(RecordEncoding, equal_records_have_equal_bytes) {
  RecordCodec one;
  RecordCodec other;
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    other.encode(RecordGenerator(seed + 1).record());
    const Record record = RecordGenerator(seed).record();
    EXPECT_EQ(one.encode(record), other.encode(record));
  }
}

TEST(RecordEncoding, garbage_is_a_failure_or_a_record_but_never_a_crash) {
  const google::protobuf::LogSilencer quiet;
  RecordCodec codec;
  std::mt19937_64 random(11);
  int failures = 0;
  for (std::uint64_t seed = 0; seed < 4000; ++seed) {
    std::string bytes(codec.encode(RecordGenerator(seed).record()));
    const std::uint64_t how = random() % 3;
    if (how == 0) bytes.resize(random() % (bytes.size() + 1));
    if (how == 1) bytes[random() % bytes.size()] = static_cast<char>(random());
    if (how == 2) {
      bytes.resize(random() % 60);
      for (char& c : bytes) c = static_cast<char>(random());
    }
    const std::string what = outcome(codec, bytes);
    EXPECT_TRUE(what == "read" || what == "corrupt") << what << " with seed " << seed;
    failures += what == "corrupt" ? 1 : 0;
  }
  EXPECT_GT(failures, 1000);
}

// Every field whose number means something is refused when its number means nothing.
TEST(RecordEncoding, numbers_without_a_meaning_are_corrupt) {
  RecordCodec codec;
  const auto refused = [&](const std::function<void(Record&)>& spoil) {
    Record record;
    record.sequence = {5};
    record.items.emplace_back();
    record.items.front().opens = true;
    record.items.front().key.currency = Currency::parse("EUR").value();
    record.postings.push_back({{{1}, {2}, AccountKind::claim, Currency::parse("EUR").value()}, 5});
    EXPECT_EQ(outcome(codec, std::string(codec.encode(record))), "read");
    spoil(record);
    return outcome(codec, std::string(codec.encode(record)));
  };
  EXPECT_EQ(refused([](Record& r) { r.items[0].key.category = static_cast<Category>(8); }),
            "corrupt");
  EXPECT_EQ(refused([](Record& r) { r.items[0].key.billing = static_cast<Billing>(0); }),
            "corrupt");
  EXPECT_EQ(refused([](Record& r) { r.items[0].key.tax_category = static_cast<TaxCategory>(6); }),
            "corrupt");
  EXPECT_EQ(refused([](Record& r) { r.items[0].trace.reason = static_cast<Reason>(static_cast<int>(kLastReason) + 1); }),
            "corrupt");
  EXPECT_EQ(refused([](Record& r) { r.items[0].trace.rule = static_cast<Rule>(7); }), "corrupt");
  EXPECT_EQ(refused([](Record& r) { r.items[0].trace.base = static_cast<Base>(4); }), "corrupt");
  EXPECT_EQ(refused([](Record& r) {
              r.items[0].trace.limits.emplace_back().scope = static_cast<LimitScope>(6);
            }),
            "corrupt");
  EXPECT_EQ(refused([](Record& r) { r.items[0].key.currency = Currency::none(); }), "corrupt");
  EXPECT_EQ(refused([](Record& r) { r.postings[0].account.kind = static_cast<AccountKind>(8); }),
            "corrupt");
  EXPECT_EQ(refused([](Record& r) { r.postings[0].account.currency = Currency::none(); }),
            "corrupt");
  EXPECT_EQ(refused([](Record& r) { r.period = Period::from_index(0); }), "corrupt");
  EXPECT_EQ(refused([](Record& r) {
              r.effective = Date(std::chrono::sys_days(std::chrono::days(Date::kLastDay + 1)));
            }),
            "corrupt");
}

TEST(RecordEncoding, a_failure_names_the_record) {
  RecordCodec codec;
  Record record;
  record.sequence = {4711};
  try {
    codec.decode(bytes_of("\x08"), record);
    FAIL();
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.code(), Code::corrupt);
    EXPECT_NE(std::string(failure.what()).find("4711"), std::string::npos) << failure.what();
  }
}

TEST(FactKind, is_that_of_the_first_tag_and_none_for_garbage) {
  EXPECT_EQ(kind_of(""), FactKind::none);
  EXPECT_EQ(kind_of(std::string("\xBA\x01\x00", 3)), FactKind::period_closed);
  EXPECT_EQ(static_cast<int>(kind_of(std::string("\x72\x00", 2))), 14);
  std::mt19937_64 random(3);
  for (int i = 0; i < 2000; ++i) {
    std::string bytes(random() % 12, '\0');
    for (char& c : bytes) c = static_cast<char>(random());
    kind_of(bytes);  // must return
  }
}

}  // namespace
}  // namespace quits::ledger
