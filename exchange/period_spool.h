// Text kept aside per period until its turn comes, in a temporary file that has no name.
//
//   PeriodSpool spool;
//   spool.append(march, "...");       // any order of periods
//   spool.drain(march, sink);         // what was appended for March, in order
//
// Memory: at most kBlockBytes for each period that holds text, whatever the amount of text, and 16
// bytes per block written. The file is made when the first block is full and is gone with the
// object. Throws Failure(disk_full) when it cannot be written, Failure(unavailable) when it cannot
// be made or read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/period.h"

namespace quits::exchange {

using TextSink = std::function<void(std::string_view)>;

class PeriodSpool {
 public:
  static constexpr std::size_t kBlockBytes = std::size_t{1} << 16U;

  void append(Period period, std::string_view text);
  // Hands over and forgets what was appended for the period.
  void drain(Period period, const TextSink& sink);

 private:
  struct Block {
    std::int64_t offset = 0;
    std::size_t bytes = 0;
  };
  struct Kept {
    std::vector<Block> blocks;
    std::string rest;  // not in the file yet
  };
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };

  void write_block(Kept& kept);
  void read_block(const Block& block, std::string& out);

  std::map<Period, Kept> kept_;
  std::unique_ptr<std::FILE, Close> file_;
  std::int64_t end_ = 0;
};

}  // namespace quits::exchange
