#include "ledger/tree_nodes.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/failure.h"
#include "ledger/log.h"
#include "ledger/sql.h"
#include "storage/database.h"

namespace quits::ledger {
namespace {

std::span<const std::byte> bytes_of(const Hash& hash) { return hash; }

std::string name_of(std::int64_t level, std::int64_t position) {
  return fmt::format("level {}, position {}", level, position);
}

std::optional<Hash> hash_of(std::span<const std::byte> bytes) {
  Hash hash{};
  if (bytes.size() != hash.size()) return std::nullopt;
  std::copy(bytes.begin(), bytes.end(), hash.begin());
  return hash;
}

}  // namespace

TreeNodeWriter::TreeNodeWriter(storage::Database& database) : database_(database) {}
TreeNodeWriter::~TreeNodeWriter() = default;

void TreeNodeWriter::operator()(NodePlace place, const Hash& hash) {
  if (!is_stored(place)) return;
  if (!insert_) insert_ = database_.prepare(sql::insert_tree_node);
  insert_->bind(1, place.level)
      .bind(2, static_cast<std::int64_t>(place.index))
      .bind_blob(3, bytes_of(hash))
      .run();
}

StoredTree::StoredTree(storage::Database& database) : database_(database) {}
StoredTree::~StoredTree() = default;

std::uint64_t StoredTree::size() { return last_sequence(database_); }

Hash StoredTree::leaf(Sequence entry) {
  if (!select_record_) select_record_ = database_.prepare(sql::select_record);
  select_record_->bind(1, static_cast<std::int64_t>(entry.value));
  if (!select_record_->step())
    throw Failure(Code::corrupt, fmt::format("there is no entry {}", entry.value),
                  "run `quits verify`");
  const Hash hash = hasher_.leaf(select_record_->blob(0));
  select_record_->reset();
  return hash;
}

Hash StoredTree::node(NodePlace place) {
  if (place.level == 0) return leaf({place.index + 1});
  if (!is_stored(place)) {
    const Hash left = node({place.level - 1, place.index * 2});
    return hasher_.node(left, node({place.level - 1, place.index * 2 + 1}));
  }
  if (!select_node_) select_node_ = database_.prepare(sql::select_tree_node);
  select_node_->bind(1, place.level).bind(2, static_cast<std::int64_t>(place.index));
  const auto hash = select_node_->step() ? hash_of(select_node_->blob(0)) : std::nullopt;
  select_node_->reset();
  if (!hash) {
    throw Failure(Code::corrupt,
                  fmt::format("the tree has no node at {}",
                              name_of(place.level, static_cast<std::int64_t>(place.index))),
                  "run `quits verify`");
  }
  return *hash;
}

NodeSource StoredTree::nodes() {
  return [this](NodePlace place) { return node(place); };
}

Status StoredTree::check_size(std::uint64_t size) {
  if (const std::uint64_t entries = this->size(); size > entries) {
    return refuse(Code::bad_value, fmt::format("the log has {} entries, not {}", entries, size),
                  "see `quits entries`");
  }
  return {};
}

Result<TreeHead> StoredTree::head(std::uint64_t size) {
  TRY_STATUS(check_size(size));
  return TreeHead{size, tree_root(hasher_, size, nodes())};
}

Result<Proof> StoredTree::inclusion(Sequence entry, std::uint64_t size) {
  TRY_STATUS(check_size(size));
  if (entry.value == 0 || entry.value > size) {
    return refuse(Code::unknown_entry,
                  fmt::format("there is no entry {} among the first {}", entry.value, size),
                  "see `quits entries`");
  }
  return prove_inclusion(hasher_, entry.value - 1, size, nodes());
}

Result<Proof> StoredTree::consistency(std::uint64_t old_size, std::uint64_t size) {
  TRY_STATUS(check_size(size));
  if (old_size > size) {
    return refuse(Code::bad_value,
                  fmt::format("{} entries are not the beginning of {}", old_size, size),
                  "name the smaller size first");
  }
  return prove_consistency(hasher_, old_size, size, nodes());
}

void RebuiltTreeNodes::operator()(NodePlace place, const Hash& hash) {
  if (!is_stored(place)) return;
  const std::size_t level = place.level / kStoredLevels - 1;
  if (levels_.size() <= level) levels_.resize(level + 1);
  levels_[level].push_back(hash);
}

const Hash* RebuiltTreeNodes::find(std::int64_t level, std::int64_t position) const {
  if (level <= 0 || level > UINT32_MAX || position < 0 ||
      !is_stored({static_cast<std::uint32_t>(level), 0}))
    return nullptr;
  const auto at = static_cast<std::size_t>(level) / kStoredLevels - 1;
  const auto in_level = static_cast<std::size_t>(position);
  return at < levels_.size() && in_level < levels_[at].size() ? &levels_[at][in_level] : nullptr;
}

void RebuiltTreeNodes::compare(storage::Database& stored, const MismatchSink& sink) const {
  std::vector<std::size_t> seen(levels_.size());
  auto rows = stored.prepare(sql::scan_tree_nodes);
  while (rows->step()) {
    const std::int64_t level = rows->integer(0);
    const std::int64_t position = rows->integer(1);
    const auto hash = hash_of(rows->blob(2));
    const std::string text = hash ? to_hex(*hash) : fmt::format("{} bytes", rows->blob(2).size());
    const Hash* expected = find(level, position);
    if (expected == nullptr) {
      sink({"tree_node", name_of(level, position), text, "no such row"});
      continue;
    }
    ++seen[static_cast<std::size_t>(level) / kStoredLevels - 1];
    if (hash != *expected) sink({"tree_node", name_of(level, position), text, to_hex(*expected)});
  }
  for (std::size_t at = 0; at < levels_.size(); ++at) {
    const std::size_t missing = levels_[at].size() - seen[at];
    if (missing == 0) continue;
    const auto level = (at + 1) * kStoredLevels;
    sink({"tree_node", fmt::format("level {}", level), fmt::format("{} rows", seen[at]),
          fmt::format("{} rows", levels_[at].size())});
  }
}

void fill_tree_nodes(storage::Database& database) {
  Hasher hasher;
  MerkleFrontier frontier;
  TreeNodeWriter writer(database);
  const NodeSink completed = [&](NodePlace place, const Hash& hash) { writer(place, hash); };
  Log(database).scan({0}, {INT64_MAX}, [&](Sequence, std::span<const std::byte> bytes) {
    frontier.append(hasher, hasher.leaf(bytes), completed);
    return true;
  });
}

}  // namespace quits::ledger
