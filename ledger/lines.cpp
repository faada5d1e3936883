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
    const std::uint64_t number = line.number.value;
    stored_.insert(number);
    numbers_.emplace(line.key, number);
    rows_.emplace(number, std::move(line));
  }
  loaded_.insert(pair);  // not before: after a failure on the way a line would be opened twice
}

Line* Lines::find(const LineKey& key) {
  if (const auto known = numbers_.find(key); known != numbers_.end()) return &rows_.at(known->second);
  load(key);
  const auto known = numbers_.find(key);
  return known == numbers_.end() ? nullptr : &rows_.at(known->second);
}

LineNumber Lines::next_number() {
  if (!last_number_) {
    auto last = database_->prepare(sql::last_line);
    last_number_ = last->step() ? unsigned_of(last->integer(0)) : 0;
  }
  return {++*last_number_};
}

Status Lines::assign(Period period, std::vector<Item>& items) {
  for (Item& item : items) {
    item.key.period = period;
    if (const Line* line = find(item.key); line != nullptr && !has_room(*line, item)) {
      return refuse(Code::overflow, "the statement line would hold more than it can",
                    "check the amount: lines hold up to 9.2 million million major units");
    }
  }
  for (Item& item : items) {
    Line* line = find(item.key);
    item.opens = line == nullptr;
    if (item.opens) {
      const LineNumber number = next_number();
      line = &rows_[number.value];
      line->number = number;
      line->key = item.key;
      numbers_.emplace(item.key, number.value);
    }
    item.line = line->number;
    item.previous = line->last;
  }
  return {};
}

Line& Lines::at(LineNumber number) {
  if (const auto known = rows_.find(number.value); known != rows_.end()) return known->second;
  if (database_ != nullptr) {
    if (!select_) select_ = database_->prepare(sql::select_line);
    select_->bind(1, signed_of(number.value));
    if (select_->step()) {
      Line line = read_line(*select_);
      select_->reset();
      load(line.key);
      return rows_.at(number.value);
    }
  }
  throw Failure(Code::corrupt, fmt::format("there is no statement line {}", number.value), "run `quits verify`");
}

void Lines::complete(Record& record) {
  for (Item& item : record.items) {
    if (!item.opens) item.key = at(item.line).key;
  }
}

void Lines::touch(LineNumber number) {
  if (database_ != nullptr && is_changed_.insert(number.value).second) changed_.push_back(number.value);
}

void Lines::project(const Record& record) {
  for (const Item& item : record.items) {
    if (database_ == nullptr && item.opens) {
      Line opened;
      opened.number = item.line;
      opened.key = item.key;
      rows_.insert_or_assign(item.line.value, std::move(opened));
    }
    Line& line = at(item.line);
    ++line.entries;
    line.quantity = wrapping_sum(line.quantity, item.quantity);
    line.base = wrapping_sum(line.base, item.base);
    line.amount_minor = signed_of(unsigned_of(line.amount_minor) + unsigned_of(item.amount_minor));
    line.last = record.sequence;
    touch(item.line);
  }
}

void Lines::flush() {
  std::sort(changed_.begin(), changed_.end());
  for (const std::uint64_t number : changed_) {
    const Line& line = rows_.at(number);
    if (stored_.insert(number).second) {
      if (!insert_) insert_ = database_->prepare(sql::insert_line);
      bind_line(*insert_, line);
      insert_->run();
      continue;
    }
    if (!update_) update_ = database_->prepare(sql::update_line);
    update_->bind(1, signed_of(number)).bind(2, line.entries).bind(3, line.quantity.millionths());
    update_->bind(4, line.base.millionths()).bind(5, line.amount_minor).bind(6, signed_of(line.last.value));
    update_->run();
  }
  changed_.clear();
  is_changed_.clear();
  if (rows_.size() > kCachedLinesMax) forget();
}

void Lines::forget() {
  rows_.clear();
  numbers_.clear();
  loaded_.clear();
  stored_.clear();
  changed_.clear();
  is_changed_.clear();
  last_number_.reset();
  if (database_ == nullptr) last_number_ = 0;
}

void Lines::compare(storage::Database& stored, const MismatchSink& sink) {
  auto scan = stored.prepare(sql::scan_lines);
  std::size_t seen = 0;
  while (scan->step()) {
    const Line line = read_line(*scan);
    const auto found = rows_.find(line.number.value);
    if (found == rows_.end()) {
      sink({"line", fmt::format("line {}", line.number.value), describe(line), "no such row"});
      continue;
    }
    ++seen;
    if (!(found->second == line)) {
      sink({"line", fmt::format("line {}", line.number.value), describe(line), describe(found->second)});
    }
  }
  if (seen == rows_.size()) return;
  for (const auto& [number, line] : rows_) {
    if (!line_of(stored, {number})) sink({"line", fmt::format("line {}", number), "no such row", describe(line)});
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
