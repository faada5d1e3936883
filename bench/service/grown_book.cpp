#include "bench/service/grown_book.h"

#include <algorithm>
#include <cstdlib>

#include "bench/scratch_folder.h"
#include "cli/bench_workload.h"
#include "service/book_file.h"

namespace quits::bench {

std::size_t entries_wanted(std::size_t otherwise) {
  const char* text = std::getenv("QUITS_BENCH_ENTRIES");
  return text == nullptr ? otherwise : std::stoul(text);
}

void grow_book(const std::string& file, std::size_t entries, std::size_t partners,
               std::size_t months) {
  constexpr std::size_t kBatch = 5000;
  ManualClock clock(cli::workload_now());
  service::BookFile book(file, storage::Mode::create, clock);
  cli::WorkloadOptions options;
  options.partners = partners;
  options.months = months;
  cli::Workload workload(options);
  workload.open(book.book());
  for (std::size_t done = 0; done < entries;) {
    const auto facts = workload.sales(std::min(kBatch, entries - done));
    cli::record_all(book.book(), facts);
    done += facts.size();
  }
}

const GrownBook& grown_book() {
  static const ScratchFolder folder;
  static const GrownBook grown = [] {
    const GrownBook made{folder.file("grown.quits"), entries_wanted(1'000'000)};
    grow_book(made.file, made.entries, 1000, 3);
    return made;
  }();
  return grown;
}

}  // namespace quits::bench
