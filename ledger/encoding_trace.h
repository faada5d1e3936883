// A piece of ledger/encoding.h: the parts of a trace that most have not, and how numbers of a record become values.
#pragma once

#include <fmt/core.h>
#include <quits/v1/record.pb.h>

#include <string>

#include "ledger/line.h"

namespace quits::ledger {

// A record whose bytes are damaged.
[[noreturn]] void throw_corrupt(std::uint64_t sequence, const std::string& what);

template <class Enum>
Enum enum_from(int number, int first, int last, std::uint64_t sequence) {
  if (number < first || number > last) throw_corrupt(sequence, fmt::format("unknown number {} in a line", number));
  return static_cast<Enum>(number);
}

Date date_from(std::int32_t days, std::uint64_t sequence);

void write(const TraceMore& more, v1::Trace& out);
void read(const v1::Trace& in, std::uint64_t sequence, Rare<TraceMore>& more);

}  // namespace quits::ledger
