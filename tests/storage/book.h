// What the tests of storage/ share: a small book, and failures as values.
#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <ostream>
#include <string>
#include <string_view>

#include "base/failure.h"
#include "storage/open.h"
#include "tests/support/scratch.h"

namespace quits::storage::test {

using quits::test::ScratchDirectory;

// Long enough to be noticed, short enough to wait for.
inline constexpr std::chrono::milliseconds kShortWait{30};

// What a call threw, by its name ("locked"), or "nothing".
struct Thrown {
  std::string code = "nothing";
  std::string message;
  std::string hint;
};
Thrown thrown_by(const std::function<void()>& call);
std::ostream& operator<<(std::ostream& out, const Thrown& thrown);

::testing::AssertionResult fails_with(std::string_view code, const std::function<void()>& call);

#define EXPECT_FAILURE(code, ...) \
  EXPECT_TRUE(::quits::storage::test::fails_with(code, [&] { __VA_ARGS__; }))

// A table `line (number, body)`; add_lines is one transaction.
std::unique_ptr<Database> create_lines(const std::filesystem::path& file,
                                       FaultPlan* faults = nullptr);
void add_lines(Database& database, int count, std::string_view body = "a line");
std::int64_t count_lines(Database& database);

// The first column of the first row.
std::int64_t integer_of(Database& database, std::string_view sql);

// Runs `call` in a process of its own and returns its exit code (128 + signal if one ended it).
int in_child(const std::function<int()>& call);

}  // namespace quits::storage::test
