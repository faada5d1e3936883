#include "ledger/record.h"

#include <google/protobuf/io/coded_stream.h>

#include <algorithm>

namespace quits::ledger {

FactKind kind_of(std::string_view fact) {
  google::protobuf::io::CodedInputStream input(reinterpret_cast<const std::uint8_t*>(fact.data()),
                                               static_cast<int>(fact.size()));
  constexpr std::uint32_t kWireTypeBits = 3;
  return static_cast<FactKind>(input.ReadTag() >> kWireTypeBits);
}

Period Record::own_period() const {
  Period own = Period::of(effective);
  for (const Item& item : items) {
    if (item.trace.matures) own = std::max(own, Period::of(*item.trace.matures));
  }
  return own;
}

}  // namespace quits::ledger
