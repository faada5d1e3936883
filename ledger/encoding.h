// Record <-> quits.v1.Record bytes. The stored bytes are the Merkle leaf: they are read, never written again.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "ledger/record.h"

namespace quits::ledger {

// Encodes and decodes with one reused message each; not for two threads at once.
// Items that do not open their line carry only the line's number: their key is left default by decode, and the
// line table (or a LineBook while rebuilding) knows it.
// Cost: about half a microsecond per ordinary record.
class RecordCodec {
 public:
  RecordCodec();
  ~RecordCodec();
  RecordCodec(const RecordCodec&) = delete;
  RecordCodec& operator=(const RecordCodec&) = delete;

  // The bytes stay valid until the next call.
  std::string_view encode(const Record& record);

  // Throws Failure(corrupt) naming the sequence when the bytes are not a record.
  void decode(std::span<const std::byte> bytes, Record& out);

 private:
  struct Messages;
  std::unique_ptr<Messages> messages_;
};

}  // namespace quits::ledger
