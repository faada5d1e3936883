#include "bench/service/side_by_side.h"

#include <array>
#include <functional>

#include "bench/row_writes.h"
#include "bench/scratch_folder.h"
#include "service/book_file.h"

namespace quits::bench {
namespace {

// A book over the recorder, put together as service::BookFile does it.
class RecordedBook {
 public:
  RecordedBook(const std::string& file, Clock& clock)
      : recorder_(storage::open_database(file, storage::Mode::create)),
        migrated_((storage::migrate(recorder_, service::migrations()), true)),
        book_(recorder_, clock),
        program_(recorder_),
        settlement_(recorder_, program_) {
    book_.teach(program_);
    book_.teach(settlement_);
    program::Register& program = program_.registers();
    book_.add(program.parties);
    book_.add(program.agreements);
    book_.add(program.accumulators);
    book_.add(program.corrections);
    book_.add(settlement_.documents().invoices);
    book_.add(settlement_.documents().settlements);
    recorder_.take();
  }

  ledger::Book& book() { return book_; }
  RowWrites take() { return recorder_.take(); }

 private:
  RowWriteRecorder recorder_;
  bool migrated_;
  ledger::Book book_;
  program::Rules program_;
  settlement::Rules settlement_;
};

}  // namespace

SideBySide run_side_by_side(const cli::WorkloadOptions& options, std::size_t batches,
                            std::size_t batch) {
  const ScratchFolder folder;
  ManualClock clock(cli::workload_now());
  RecordedBook recorded(folder.file("recorded.quits"), clock);
  service::BookFile full(folder.file("full.quits"), storage::Mode::create, clock);
  RowWriteReplay tables(storage::open_database(folder.file("tables.quits"), storage::Mode::create),
                        RowWriteReplay::Floor::tables);
  RowWriteReplay bare(storage::open_database(folder.file("bare.quits"), storage::Mode::create),
                      RowWriteReplay::Floor::bare);

  cli::Workload(options).open(full.book());
  cli::Workload workload(options);
  workload.open(recorded.book());
  const RowWrites opening = recorded.take();
  tables.write(opening);
  bare.write(opening);

  SideBySide times;
  for (std::size_t i = 0; i < batches; ++i) {
    const auto facts = workload.sales(batch);
    cli::record_all(recorded.book(), facts);
    const RowWrites writes = recorded.take();
    // Each is first in its turn: the first one finds the facts in the processor's cache.
    const std::array<std::function<void()>, 3> turns{
        [&] { timed(times.full, [&] { cli::record_all(full.book(), facts); }); },
        [&] { timed(times.tables, [&] { tables.write(writes); }); },
        [&] { timed(times.bare, [&] { bare.write(writes); }); },
    };
    for (std::size_t turn = 0; turn < turns.size(); ++turn) turns[(i + turn) % turns.size()]();
  }
  return times;
}

}  // namespace quits::bench
