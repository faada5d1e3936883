#include "ledger/lines.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/failure.h"
#include "ledger/sql.h"
#include "ledger/stored.h"
#include "storage/database.h"

namespace quits::ledger {
namespace {

constexpr std::size_t kCachedLinesMax = 1U << 17U;

std::int64_t signed_of(std::uint64_t value) { return static_cast<std::int64_t>(value); }
std::uint64_t unsigned_of(std::int64_t value) { return static_cast<std::uint64_t>(value); }

Line read_line(storage::Statement& row) {
  Line line;
  line.number = {unsigned_of(row.integer(0))};
  line.key.period = stored_period(row, 1);
  line.key.creditor = {unsigned_of(row.integer(2))};
  line.key.debtor = {unsigned_of(row.integer(3))};
  line.key.currency = stored_currency(row, 4);
  line.key.category = static_cast<Category>(row.integer(5));
  line.key.billing = static_cast<Billing>(row.integer(6));
  line.key.version = {unsigned_of(row.integer(7))};
  line.key.term = std::string(row.text(8));
  line.key.tax_category = static_cast<TaxCategory>(row.integer(9));
  line.key.tax_rate = Rate::from_millionths(row.integer(10));
  line.entries = row.integer(11);
  line.quantity = Decimal::from_millionths(row.integer(12));
  line.base = Decimal::from_millionths(row.integer(13));
  line.amount_minor = row.integer(14);
  line.last = {unsigned_of(row.integer(15))};
  return line;
}

void bind_line(storage::Statement& insert, const Line& line) {
  const LineKey& key = line.key;
  insert.bind(1, signed_of(line.number.value)).bind(2, key.period.index());
  insert.bind(3, signed_of(key.creditor.value)).bind(4, signed_of(key.debtor.value));
  insert.bind(5, key.currency.numeric()).bind(6, static_cast<std::int64_t>(key.category));
  insert.bind(7, static_cast<std::int64_t>(key.billing)).bind(8, signed_of(key.version.value)).bind_text(9, key.term);
  insert.bind(10, static_cast<std::int64_t>(key.tax_category)).bind(11, key.tax_rate.millionths());
  insert.bind(12, line.entries).bind(13, line.quantity.millionths()).bind(14, line.base.millionths());
  insert.bind(15, line.amount_minor).bind(16, signed_of(line.last.value));
}

std::string describe(const Line& line) {
  return fmt::format("{} to {}, {}, {}, {} {}: {} entries, base {}, amount {} {}, last entry {}", line.key.creditor.value,
                     line.key.debtor.value, line.key.period.to_string(), name_of(line.key.billing), name_of(line.key.category),
                     line.key.term, line.entries, line.base.to_string(), line.amount_minor, line.key.currency.code(),
                     line.last.value);
}

Decimal wrapping_sum(Decimal left, Decimal right) {
  return Decimal::from_millionths(signed_of(unsigned_of(left.millionths()) + unsigned_of(right.millionths())));
}

bool has_room(const Line& line, const Item& item) {
  std::int64_t sum = 0;
  return line.base.plus(item.base) && line.quantity.plus(item.quantity) &&
         !__builtin_add_overflow(line.amount_minor, item.amount_minor, &sum);
}

}  // namespace

Lines::Lines(storage::Database* database) : database_(database) {
  if (database_ == nullptr) last_number_ = 0;
}
Lines::~Lines() = default;

void Lines::load(const LineKey& key) {
  const Pair pair{key.creditor, key.debtor, key.period};
  if (loaded_.count(pair) != 0) return;
  if (!of_pair_) of_pair_ = database_->prepare(sql::lines_of_pair);
  of_pair_->bind(1, key.period.index()).bind(2, signed_of(key.creditor.value)).bind(3, signed_of(key.debtor.value));
  while (of_pair_->step()) {
    Line line = read_line(*of_pair_);
    const auto [place, added] = slots_.try_emplace(line.number.value);
    if (!added) continue;
    place->second = {std::move(line), true, false};
    by_key_.emplace(place->second.line.key, &place->second);
  }
  loaded_.insert(pair);  // not before: after a failure on the way a line would be opened twice
}

Lines::Slot* Lines::find(const LineKey& key) {
  if (const auto known = by_key_.find(key); known != by_key_.end()) return known->second;
  load(key);
  const auto known = by_key_.find(key);
  return known == by_key_.end() ? nullptr : known->second;
}

Lines::Slot& Lines::open(const LineKey& key) {
  const LineNumber number = next_number();
  Slot& slot = slots_[number.value];
  slot.line.number = number;
  slot.line.key = key;
  by_key_.emplace(key, &slot);
  return slot;
}

// A rebuild, or a log that is put back: there was no assign() before.
void Lines::open_as_recorded(const Item& item) {
  Slot& slot = slots_[item.line.value];
  slot.line = {};
  slot.line.number = item.line;
  slot.line.key = item.key;
  if (database_ == nullptr) return;
  by_key_.emplace(item.key, &slot);
  last_number_ = item.line.value;
}

LineNumber Lines::next_number() {
  if (!last_number_) {
    auto last = database_->prepare(sql::last_line);
    last_number_ = last->step() ? unsigned_of(last->integer(0)) : 0;
  }
  return {++*last_number_};
}

Status Lines::assign(Period period, std::vector<Item>& items) {
  assigned_.clear();
  for (Item& item : items) {
    item.key.period = period;
    Slot* slot = find(item.key);
    if (slot != nullptr && !has_room(slot->line, item)) {
      return refuse(Code::overflow, "the statement line would hold more than it can",
                    "check the amount: lines hold up to 9.2 million million major units");
    }
    assigned_.push_back(slot);
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    Item& item = items[i];
    Slot* slot = assigned_[i];
    if (slot == nullptr) slot = find(item.key);  // an item before this one may have opened it
    item.opens = slot == nullptr;
    if (item.opens) slot = &open(item.key);
    item.line = slot->line.number;
    item.previous = slot->line.last;
  }
  return {};
}

Lines::Slot& Lines::at(LineNumber number) {
  if (const auto known = slots_.find(number.value); known != slots_.end()) return known->second;
  if (database_ != nullptr) {
    if (!select_) select_ = database_->prepare(sql::select_line);
    select_->bind(1, signed_of(number.value));
    if (select_->step()) {
      Line line = read_line(*select_);
      select_->reset();
      load(line.key);
      return slots_.at(number.value);
    }
  }
  throw Failure(Code::corrupt, fmt::format("there is no statement line {}", number.value), "run `quits verify`");
}

void Lines::complete(Record& record) {
  for (auto item = record.items.begin(); item != record.items.end(); ++item) {
    if (item->opens) continue;
    // An item before it may have opened the line with this very record, which is not projected yet.
    const auto opened = std::find_if(record.items.begin(), item, [&](const Item& one) { return one.opens && one.line == item->line; });
    item->key = opened == item ? at(item->line).line.key : opened->key;
  }
}

void Lines::project(const Record& record) {
  for (const Item& item : record.items) {
    if (item.opens && (database_ == nullptr || slots_.count(item.line.value) == 0)) open_as_recorded(item);
    Slot& slot = at(item.line);
    Line& line = slot.line;
    ++line.entries;
    line.quantity = wrapping_sum(line.quantity, item.quantity);
    line.base = wrapping_sum(line.base, item.base);
    line.amount_minor = signed_of(unsigned_of(line.amount_minor) + unsigned_of(item.amount_minor));
    line.last = record.sequence;
    if (slot.changed || database_ == nullptr) continue;
    slot.changed = true;
    changed_.push_back(&slot);
  }
}

void Lines::flush() {
  std::sort(changed_.begin(), changed_.end(),
            [](const Slot* left, const Slot* right) { return left->line.number < right->line.number; });
  for (Slot* slot : changed_) {
    const Line& line = slot->line;
    if (!slot->stored) {
      if (!insert_) insert_ = database_->prepare(sql::insert_line);
      bind_line(*insert_, line);
      insert_->run();
    } else {
      if (!update_) update_ = database_->prepare(sql::update_line);
      update_->bind(1, signed_of(line.number.value)).bind(2, line.entries).bind(3, line.quantity.millionths());
      update_->bind(4, line.base.millionths()).bind(5, line.amount_minor).bind(6, signed_of(line.last.value));
      update_->run();
    }
    slot->stored = true;
    slot->changed = false;
  }
  changed_.clear();
  if (slots_.size() > kCachedLinesMax) forget();
}

void Lines::forget() {
  slots_.clear();
  by_key_.clear();
  loaded_.clear();
  changed_.clear();
  last_number_.reset();
  if (database_ == nullptr) last_number_ = 0;
}

void Lines::compare(storage::Database& stored, const MismatchSink& sink) {
  auto scan = stored.prepare(sql::scan_lines);
  std::size_t seen = 0;
  while (scan->step()) {
    const Line line = read_line(*scan);
    const auto found = slots_.find(line.number.value);
    if (found == slots_.end()) {
      sink({"line", fmt::format("line {}", line.number.value), describe(line), "no such row"});
      continue;
    }
    ++seen;
    if (!(found->second.line == line)) {
      sink({"line", fmt::format("line {}", line.number.value), describe(line), describe(found->second.line)});
    }
  }
  if (seen == slots_.size()) return;
  for (const auto& [number, slot] : slots_) {
    if (!line_of(stored, {number})) sink({"line", fmt::format("line {}", number), "no such row", describe(slot.line)});
  }
}

namespace {

std::vector<Line> read_all(storage::Statement& rows) {
  std::vector<Line> lines;
  while (rows.step()) lines.push_back(read_line(rows));
  return lines;
}

}  // namespace

std::vector<Line> lines_of_period(storage::Database& database, Period period) {
  auto rows = database.prepare(sql::lines_of_period);
  rows->bind(1, period.index());
  return read_all(*rows);
}

std::vector<Line> lines_of_party(storage::Database& database, Period period, PartyNumber party) {
  auto rows = database.prepare(sql::lines_of_party);
  rows->bind(1, period.index()).bind(2, signed_of(party.value));
  return read_all(*rows);
}

std::optional<Line> line_of(storage::Database& database, LineNumber number) {
  auto row = database.prepare(sql::select_line);
  row->bind(1, signed_of(number.value));
  if (!row->step()) return std::nullopt;
  return read_line(*row);
}

}  // namespace quits::ledger
