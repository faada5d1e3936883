#include "ledger/record_stream.h"

#include <array>
#include <exception>
#include <future>
#include <string>
#include <vector>

#include "ledger/encoding.h"

namespace quits::ledger {
namespace {

constexpr std::size_t kChunkRecords = 2048;

// Stored bytes on their way to being decoded records.
class Chunk {
 public:
  bool full() const { return ends_.size() == kChunkRecords; }
  bool empty() const { return ends_.empty(); }

  void add(Sequence stored, std::span<const std::byte> bytes) {
    if (records_.size() == ends_.size()) records_.emplace_back();
    records_[ends_.size()].stored = stored;
    bytes_.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    ends_.push_back(bytes_.size());
  }

  void start_decoding() {
    decoding_ = std::async(std::launch::async, [this] { decode(); });
  }

  // Waits, visits, and empties the chunk for its next use.
  void finish(const std::function<void(DecodedRecord&)>& visit) {
    if (empty()) return;
    decoding_.get();
    for (std::size_t i = 0; i < decoded_; ++i) visit(records_[i]);
    if (failure_) std::rethrow_exception(failure_);
    bytes_.clear();
    ends_.clear();
  }

 private:
  void decode() {
    decoded_ = 0;
    std::size_t begin = 0;
    try {
      for (const std::size_t end : ends_) {
        const auto bytes = std::as_bytes(std::span(bytes_)).subspan(begin, end - begin);
        DecodedRecord& out = records_[decoded_];
        out.record.sequence = out.stored;
        codec_.decode(bytes, out.record);
        out.leaf = hasher_.leaf(bytes);
        begin = end;
        ++decoded_;
      }
    } catch (...) {
      failure_ = std::current_exception();  // thrown on by finish(), on the caller's thread
    }
  }

  std::string bytes_;
  std::vector<std::size_t> ends_;
  std::vector<DecodedRecord> records_;
  std::size_t decoded_ = 0;
  std::exception_ptr failure_;
  RecordCodec codec_;
  Hasher hasher_;
  std::future<void> decoding_;  // last: its destructor waits while the rest still lives
};

}  // namespace

void stream_records(Log& log, const std::function<void(DecodedRecord&)>& visit) {
  std::array<Chunk, 2> chunks;
  std::size_t filling = 0;
  const auto turn = [&] {
    chunks[filling].start_decoding();
    filling = 1 - filling;
    chunks[filling].finish(visit);
  };
  log.scan({0}, {static_cast<std::uint64_t>(INT64_MAX)}, [&](Sequence stored, std::span<const std::byte> bytes) {
    chunks[filling].add(stored, bytes);
    if (chunks[filling].full()) turn();
    return true;
  });
  if (!chunks[filling].empty()) turn();
  chunks[1 - filling].finish(visit);
}

}  // namespace quits::ledger
