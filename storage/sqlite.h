// The SQLite driver. A book is one file in WAL mode; its numbers are below, with their reasons.
//
// Readers never wait for the writer and the writer never waits for readers. A commit is one append
// to the log and one sync (synchronous=FULL: an acknowledged change survives a loss of power). The
// log is copied back into the file whenever it holds kLogPages, and is then written again from its
// start: it stays bounded unless a reader holds one snapshot for long.
// INSERT OR REPLACE counts as a DELETE for triggers (recursive_triggers), so an append-only table
// is append-only that way too.
// Everybody but the driver's own tests opens a book with storage/open.h.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <memory>

#include "storage/open.h"

namespace quits::storage {

// In the header of every book: "quit", and the version of the layout outside the tables.
inline constexpr std::int32_t kApplicationId = 0x71756974;
inline constexpr std::int32_t kLayoutVersion = 1;

inline constexpr int kPageBytes = 4096;
// 32 MiB. Against SQLite's 1,000 pages, rows with random keys went in 1.6 times faster (66,000/s
// and 42,000/s, medians); 12,000 pages gave no more.
inline constexpr int kLogPages = 8000;
// A log that grew under a long reader or one huge transaction is cut to this when it restarts.
inline constexpr std::int64_t kLogBytesKept = std::int64_t{64} << 20;
inline constexpr int kCacheKibibytes = 64 << 10;
// Reads through a memory map were not faster, and turn a disk error or a truncated file into
// SIGBUS.
inline constexpr int kMemoryMapBytes = 0;

// Errors and cost as in open.h.
std::unique_ptr<Database> open_sqlite(const std::filesystem::path& file, Mode mode,
                                      std::chrono::milliseconds lock_wait);

}  // namespace quits::storage
