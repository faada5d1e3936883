// The answer of everything that may refuse: a value, or the Error that says why there is none.
//
//   Result<Money> gross(std::string_view net, std::string_view rate) {
//     TRY(auto money, Money::parse(net, currency));
//     TRY(auto tax_rate, Rate::parse(rate));
//     TRY(auto tax, share_of(money, tax_rate, Rounding::half_away_from_zero));
//     return money.plus(tax);
//   }
//
// A Result holds an Error by value: about 150 bytes, no allocation while there is a value.
#pragma once

#include <string>
#include <tl/expected.hpp>
#include <utility>

#include "base/error.h"

namespace quits {

template <class T>
using Result = tl::expected<T, Error>;

using Status = Result<void>;

// `return refuse(Code::bad_value, "...", "...");` in a function that returns any Result.
[[gnu::cold]] inline tl::unexpected<Error> refuse(Code code, std::string message,
                                                  std::string hint = std::string()) {
  return tl::unexpected<Error>(Error{code, std::move(message), std::move(hint), Place{}});
}

// The same, with the field of the caller's input that is to blame.
[[gnu::cold]] inline tl::unexpected<Error> refuse_field(std::string field, Code code,
                                                        std::string message,
                                                        std::string hint = std::string()) {
  return tl::unexpected<Error>(
      Error{code, std::move(message), std::move(hint), Place{{}, 0, 0, std::move(field)}});
}

// Hands an existing error on.
[[gnu::cold]] inline tl::unexpected<Error> refuse(Error error) {
  return tl::unexpected<Error>(std::move(error));
}

}  // namespace quits

#define QUITS_TRY_JOIN2(left, right) left##right
#define QUITS_TRY_JOIN(left, right) QUITS_TRY_JOIN2(left, right)

#define QUITS_TRY_AS(result, declaration, ...)                          \
  auto result = (__VA_ARGS__);                                          \
  if (!result) [[unlikely]]                                             \
    return ::tl::unexpected<::quits::Error>(std::move(result).error()); \
  declaration = *std::move(result)

#define QUITS_TRY_STATUS_AS(result, ...)                                  \
  do {                                                                    \
    if (auto result = (__VA_ARGS__); !result) [[unlikely]]                \
      return ::tl::unexpected<::quits::Error>(std::move(result).error()); \
  } while (false)

// TRY(auto money, Money::parse(text, currency)); returns the error, or declares (or assigns) the
// value. It is two statements: put braces around it after `if` and `for`.
#define TRY(declaration, ...) \
  QUITS_TRY_AS(QUITS_TRY_JOIN(try_result_, __LINE__), declaration, __VA_ARGS__)

// TRY_STATUS(check(x)); returns the error, drops any value.
#define TRY_STATUS(...) QUITS_TRY_STATUS_AS(QUITS_TRY_JOIN(try_status_, __LINE__), __VA_ARGS__)
