// The tree as a book keeps it: proofs read a few rows, and say what the whole log says.
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include "base/failure.h"
#include "ledger/tree_nodes.h"
#include "tests/service/example.h"

namespace quits::test {
namespace {

using ledger::StoredTree;
using ledger::TreeHead;

class StoredTreeTest : public testing::Test {
 protected:
  // One fact a batch, many facts a batch, and batches that came to nothing.
  void SetUp() override {
    fill_example(world_);
    for (int i = 0; i < 40; ++i)
      world_.sell("NORD", "2026-04-02", "10", "one-" + std::to_string(i));
    for (int batch = 0; batch < 4; ++batch) {
      auto facts = sales("batch-" + std::to_string(batch), 150);
      EXPECT_TRUE(record_all(world_, facts, "anna", true).receipts.back().has_value());
      auto refused = facts;
      refused.push_back(world_.submission("nobody", World::sale("NOBODY", "2026-04-02", "1")));
      EXPECT_TRUE(record_all(world_, refused).undone);
      EXPECT_TRUE(record_all(world_, facts).committed);
    }
    world_.book().log().scan({1}, {UINT32_MAX}, [&](Sequence, std::span<const std::byte> bytes) {
      leaves_.push_back(hasher_.leaf(bytes));
      return true;
    });
    ledger::MerkleFrontier frontier;
    roots_.push_back(frontier.root(hasher_));
    for (const Hash& leaf : leaves_) {
      frontier.append(hasher_, leaf);
      roots_.push_back(frontier.root(hasher_));
    }
  }

  std::vector<ledger::Submission> sales(const std::string& id, int count) {
    std::vector<ledger::Submission> facts;
    for (int i = 0; i < count; ++i) {
      facts.push_back(
          world_.submission(id + "-" + std::to_string(i), World::sale("SUED", "2026-04-03", "1")));
    }
    return facts;
  }

  std::int64_t rows() {
    auto count = world_.database().prepare("SELECT count(*) FROM tree_node");
    count->step();
    return count->integer(0);
  }

  World world_;
  Hasher hasher_;
  std::vector<Hash> leaves_;
  std::vector<Hash> roots_;  // by size
};

TEST_F(StoredTreeTest, proves_every_entry_and_every_older_size) {
  const std::uint64_t size = leaves_.size();
  ASSERT_GT(size, 600U);
  StoredTree tree(world_.database());
  ASSERT_EQ(tree.size(), size);
  for (std::uint64_t at = 1; at <= size; ++at) {
    const TreeHead head{size, roots_[size]};
    ASSERT_EQ(tree.head(at)->root, roots_[at]) << at;
    ASSERT_EQ(tree.leaf({at}), leaves_[at - 1]);
    ASSERT_TRUE(
        check_inclusion(hasher_, leaves_[at - 1], at - 1, head, *tree.inclusion({at}, size)))
        << at;
    ASSERT_TRUE(check_consistency(hasher_, {at, roots_[at]}, head, *tree.consistency(at, size)))
        << at;
  }
  EXPECT_TRUE(rc::check("any entry in any older log", [&] {
    const auto later = *rc::gen::inRange<std::uint64_t>(1, size + 1);
    const auto at = *rc::gen::inRange<std::uint64_t>(1, later + 1);
    const TreeHead head{later, roots_[later]};
    RC_ASSERT(check_inclusion(hasher_, leaves_[at - 1], at - 1, head, *tree.inclusion({at}, later))
                  .has_value());
    RC_ASSERT(check_consistency(hasher_, {at, roots_[at]}, head, *tree.consistency(at, later))
                  .has_value());
  }));
  world_.expect_clean();
}

TEST_F(StoredTreeTest, keeps_one_row_for_fifteen_records) {
  const auto size = static_cast<std::int64_t>(leaves_.size());
  EXPECT_EQ(rows(), size / 16 + size / 256);
}

TEST_F(StoredTreeTest, refuses_what_is_not_there) {
  const std::uint64_t size = leaves_.size();
  StoredTree tree(world_.database());
  EXPECT_EQ(tree.head(size + 1).error().code, Code::bad_value);
  EXPECT_EQ(tree.inclusion({0}, size).error().code, Code::unknown_entry);
  EXPECT_EQ(tree.inclusion({5}, 4).error().code, Code::unknown_entry);
  EXPECT_EQ(tree.inclusion({5}, size + 1).error().code, Code::bad_value);
  EXPECT_EQ(tree.consistency(5, 4).error().code, Code::bad_value);
  EXPECT_EQ(tree.head(0)->root, roots_[0]);
}

TEST_F(StoredTreeTest, an_older_book_gets_its_rows_from_the_log) {
  const std::int64_t before = rows();
  // Later scripts are missing with it: a book has them in their order.
  world_.database().execute(
      "DROP TABLE list_payment; DROP TABLE tree_node; DROP TABLE signing_key; DROP TABLE "
      "checkpoint; DROP TABLE cosignature; "
      "DELETE FROM migration WHERE number >= (SELECT number FROM migration WHERE name = "
      "'tree_nodes')");
  world_.reopen();
  EXPECT_EQ(rows(), before);
  world_.expect_clean();
}

TEST_F(StoredTreeTest, a_missing_node_is_damage_and_no_other_proof) {
  storage::Transaction transaction(world_.database(), storage::Access::write);
  world_.database().execute("DELETE FROM tree_node WHERE level = 4 AND position = 3");
  StoredTree tree(world_.database());
  try {
    (void)tree.inclusion({1}, 64);
    ADD_FAILURE() << "a proof without its node";
  } catch (const Failure& failure) {
    EXPECT_EQ(failure.code(), Code::corrupt);
  }
}

}  // namespace
}  // namespace quits::test
