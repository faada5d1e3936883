#include "ledger/book.h"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "base/failure.h"
#include "storage/database.h"

namespace quits::ledger {
namespace {

// Dates further ahead than this are taken for mistakes.
constexpr std::int32_t kDaysAheadMax = 366;

}  // namespace

// One call of Book::record: a transaction's worth of facts, and the Writer its rules write through.
class Book::Batch final : public Writer {
 public:
  Batch(Book& book, const RecordOptions& options) : book_(book), options_(options), now_(book.next_time()) {}

  Result<Receipt> record(const Submission& submission);

  // A fact that had already appended entries was refused: the whole batch must go.
  bool broken() const { return broken_; }

  Result<Receipt> append(Draft draft) override;
  void keep() override { kept_ = book_.log_.size(); }
  void flush() override { book_.flush(); }
  const std::string& actor() const override { return options_.actor; }
  Timestamp now() const override { return now_; }
  Sequence next_sequence() const override { return {book_.log_.size() + 1}; }
  std::optional<Period> oldest_open() const override { return book_.periods_.oldest_open(); }
  Period posting_period(Date effective) const override;
  std::optional<Sequence> find(const FactId& id) override { return book_.ids_.find(id); }
  Record read(Sequence sequence) override { return book_.read(sequence); }
  std::uint64_t tree_size() const override { return book_.log_.size(); }
  std::string tree_root() override { return to_hex(book_.log_.root()); }
  storage::Database& database() override { return book_.database_; }

 private:
  Result<Receipt> repeat(const Submission& submission, Sequence recorded, Rules& rules);
  Status claim(const FactId& id, Sequence sequence);

  Book& book_;
  const RecordOptions& options_;
  Timestamp now_;
  const FactId* submitted_ = nullptr;  // the fact under way, whose id is claimed already
  Sequence claimed_;
  std::uint64_t kept_ = 0;  // so many records stay, whatever becomes of the fact under way
  bool broken_ = false;
};

Period Book::Batch::posting_period(Date effective) const {
  const Period own = Period::of(effective);
  const auto open = book_.periods_.oldest_open();
  return open && own < *open ? *open : own;
}

Result<Receipt> Book::Batch::repeat(const Submission& submission, Sequence recorded, Rules& rules) {
  const Record earlier = book_.read(recorded);
  if (kind_of(earlier.fact) != kind_of(submission.fact) || !rules.same_fact(earlier.fact, submission.fact)) {
    return refuse(Code::id_conflict,
                  fmt::format("id {} was recorded as entry {} with other content", submission.id.to_string(), recorded.value),
                  fmt::format("see `quits explain {}`; a correction is a new fact with an id of its own", recorded.value));
  }
  return Receipt{recorded, true};
}

Result<Receipt> Book::Batch::record(const Submission& submission) {
  TRY_STATUS(check_fact_id(submission.id));
  if (submission.id.source == kOwnSource) {
    return refuse(Code::bad_value, fmt::format("the source \"{}\" is the book's own", kOwnSource), "name the sending system");
  }
  Rules* rules = nullptr;
  for (Rules* known : book_.rules_) {
    if (known->handles(kind_of(submission.fact))) rules = known;
  }
  if (rules == nullptr) return refuse(Code::malformed_message, "the message holds no fact that can be recorded");

  claimed_ = next_sequence();
  if (const auto recorded = book_.ids_.claim(submission.id, claimed_)) return repeat(submission, *recorded, *rules);
  submitted_ = &submission.id;
  const std::uint64_t before = book_.log_.size();
  auto receipt = rules->apply(submission, *this);
  submitted_ = nullptr;
  if (!receipt) {
    broken_ = book_.log_.size() != std::max(before, kept_);
    if (!broken_) book_.ids_.release(submission.id);
  }
  return receipt;
}

Status Book::Batch::claim(const FactId& id, Sequence sequence) {
  if (submitted_ != nullptr && id == *submitted_) {
    if (sequence != claimed_) book_.ids_.assign(id, sequence);
    return {};
  }
  if (const auto taken = book_.ids_.claim(id, sequence)) {
    return refuse(Code::id_conflict, fmt::format("id {} was recorded as entry {}", id.to_string(), taken->value));
  }
  return {};
}

Result<Receipt> Book::Batch::append(Draft draft) {
  if (draft.effective.days_since_epoch() > now_.date().days_since_epoch() + kDaysAheadMax) {
    return refuse(Code::date_out_of_range, fmt::format("{} is more than a year ahead", draft.effective.to_string()),
                  "check the date's format");
  }
  const Period period = posting_period(draft.matures ? std::max(draft.effective, *draft.matures) : draft.effective);
  TRY_STATUS(check_balanced(draft.postings));
  TRY_STATUS(book_.balances_.check_room(period, draft.postings));
  TRY_STATUS(book_.lines_.assign(period, draft.items));
  Record record;
  record.sequence = next_sequence();
  if (auto claimed = claim(draft.id, record.sequence); !claimed) {
    broken_ = true;
    return tl::unexpected<Error>(std::move(claimed).error());
  }
  // After this point it must succeed.
  record.id = std::move(draft.id);
  record.actor = draft.actor.empty() ? options_.actor : std::move(draft.actor);
  record.recorded = now_;
  book_.last_recorded_ = now_;
  record.effective = draft.effective;
  record.period = period;
  record.relates_to = draft.relates_to;
  record.items = std::move(draft.items);
  record.postings = std::move(draft.postings);
  record.fact = std::move(draft.fact);
  book_.log_.append(record);
  for (Projection* projection : book_.projections_) projection->project(record);
  return Receipt{record.sequence, false};
}

Book::Book(storage::Database& database, Clock& clock)
    : database_(database),
      clock_(clock),
      log_(database),
      ids_(&database),
      lines_(&database),
      balances_(&database),
      periods_(&database),
      projections_{&ids_, &lines_, &balances_, &periods_} {}

void Book::flush() {
  log_.flush();
  for (Projection* projection : projections_) projection->flush();
}

void Book::forget() {
  log_.forget();
  for (Projection* projection : projections_) projection->forget();
  for (Rules* rules : rules_) rules->forget();
  last_recorded_.reset();
}

// The machine's clock may step back; recorded times do not.
Timestamp Book::next_time() {
  if (!last_recorded_) {
    Record last;
    if (log_.size() > 0) log_.read({log_.size()}, last);
    last_recorded_ = last.recorded;
  }
  return std::max(clock_.now(), *last_recorded_);
}

void Book::forget_what_others_changed() {
  const std::uint64_t seen = database_.foreign_changes();
  if (seen != foreign_changes_) forget();
  foreign_changes_ = seen;
}

Record Book::read(Sequence sequence) {
  Record record;
  log_.read(sequence, record);
  lines_.complete(record);
  return record;
}

std::optional<Sequence> Book::find(const FactId& id) {
  forget_what_others_changed();
  return ids_.find(id);
}

BatchResult Book::record(std::span<const Submission> facts, const RecordOptions& options) {
  CHECK(!options.actor.empty(), "every record names its actor");
  // Whatever ends this call other than a commit leaves no trace in the caches either.
  struct Forgetful {
    Book* book;
    ~Forgetful() {
      if (book != nullptr) book->forget();
    }
  } forgetful{this};

  std::optional<storage::Transaction> transaction;
  std::optional<storage::Savepoint> part;
  if (previewed_) {
    part.emplace(database_);
  } else {
    transaction.emplace(database_, storage::Access::write);
  }
  forget_what_others_changed();
  Batch batch(*this, options);
  BatchResult result;
  result.receipts.reserve(facts.size());
  for (const Submission& submission : facts) {
    result.receipts.push_back(batch.record(submission));
    const auto& receipt = result.receipts.back();
    if (receipt) {
      if (receipt->repeated) ++result.repeated;
      continue;
    }
    ++result.refused;
    result.undone = !options.keep_going || batch.broken();
    if (result.undone) return result;
  }
  flush();
  if (previewed_) {
    part->keep();
  } else {
    transaction->commit();
  }
  forgetful.book = nullptr;
  result.committed = !previewed_;
  return result;
}

void Book::restore(std::span<const std::string> records) {
  struct Forgetful {
    Book& book;
    ~Forgetful() { book.forget(); }
  } forgetful{*this};
  storage::Transaction transaction(database_, storage::Access::write);
  forget_what_others_changed();
  RecordCodec codec;
  Record record;
  for (const std::string& stored : records) {
    const auto bytes = std::as_bytes(std::span(stored));
    const Sequence next{log_.size() + 1};
    record.sequence = next;
    codec.decode(bytes, record);
    if (record.sequence != next) {
      throw Failure(Code::corrupt, fmt::format("entry {} stands where {} belongs", record.sequence.value, next.value));
    }
    if (const auto taken = ids_.claim(record.id, next)) {
      throw Failure(Code::corrupt, fmt::format("entry {} has the id {} of entry {}", next.value, record.id.to_string(), taken->value));
    }
    lines_.complete(record);
    log_.append_stored(bytes);
    for (Projection* projection : projections_) projection->project(record);
  }
  flush();
  transaction.commit();
}

Book::Preview::Preview(Book& book) : book_(book) {
  transaction_.emplace(book.database_, storage::Access::write);
  book_.previewed_ = true;
}

Book::Preview::~Preview() {
  book_.previewed_ = false;
  transaction_.reset();
  book_.forget();
}

}  // namespace quits::ledger
