#include "exchange/period_spool.h"

#include "base/failure.h"

namespace quits::exchange {

void PeriodSpool::append(Period period, std::string_view text) {
  Kept& kept = kept_[period];
  kept.rest += text;
  if (kept.rest.size() >= kBlockBytes) write_block(kept);
}

void PeriodSpool::write_block(Kept& kept) {
  if (!file_) file_.reset(std::tmpfile());
  if (!file_)
    throw Failure(Code::unavailable, "cannot make a temporary file",
                  "is there room in the folder for them?");
  const bool written =
      fseeko(file_.get(), end_, SEEK_SET) == 0 &&
      std::fwrite(kept.rest.data(), 1, kept.rest.size(), file_.get()) == kept.rest.size();
  if (!written)
    throw Failure(Code::disk_full, "cannot write a temporary file",
                  "free some space and try again");
  kept.blocks.push_back({end_, kept.rest.size()});
  end_ += static_cast<std::int64_t>(kept.rest.size());
  kept.rest.clear();
}

void PeriodSpool::read_block(const Block& block, std::string& out) {
  out.resize(block.bytes);
  const bool read = fseeko(file_.get(), block.offset, SEEK_SET) == 0 &&
                    std::fread(out.data(), 1, block.bytes, file_.get()) == block.bytes;
  if (!read) throw Failure(Code::unavailable, "cannot read a temporary file back");
}

void PeriodSpool::drain(Period period, const TextSink& sink) {
  const auto found = kept_.find(period);
  if (found == kept_.end()) return;
  std::string text;
  for (const Block& block : found->second.blocks) {
    read_block(block, text);
    sink(text);
  }
  if (!found->second.rest.empty()) sink(found->second.rest);
  kept_.erase(found);
}

}  // namespace quits::exchange
