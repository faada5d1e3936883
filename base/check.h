// Stops the program when one of our own invariants is false: a wrong book is worse than a stopped
// one. It is never compiled out. Bytes from outside (a file, a frame, a database row) must never be
// able to make a condition false: those are refused with Result<T> (base/result.h).
//
//   CHECK(sum == 0, "entry {} leaves {} on {}", sequence, sum, party);
//
// The message is optional and is formatted only when the condition is false.
#pragma once

#include <fmt/core.h>

#include <string>

namespace quits {

// Prints "file:line: CHECK(condition) failed: message" to stderr and calls std::abort().
[[noreturn, gnu::cold]] void check_failed(const char* file, int line, const char* condition,
                                          const std::string& message = std::string());

}  // namespace quits

// An expression, so that constexpr functions and initialisers can use it.
#define CHECK(condition, ...)                      \
  (static_cast<bool>(condition)                    \
       ? static_cast<void>(0)                      \
       : ::quits::check_failed(__FILE__, __LINE__, \
                               #condition __VA_OPT__(, ::fmt::format(__VA_ARGS__))))
