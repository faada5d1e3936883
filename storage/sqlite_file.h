// What a file says about itself before SQLite touches it.
//
// SQLite may change a database by opening it (it replays a log it finds), so a file that is not a
// book must be recognised from its first bytes. Layout: https://www.sqlite.org/fileformat.html
#pragma once

#include <cstdint>
#include <filesystem>

namespace quits::storage {

// Throws Failure unless the file begins like a book: not_found, not_a_book, newer_book, corrupt
// (too short for its header), unavailable (no right to read it).
void require_book(const std::filesystem::path& file);

// Throws Failure(not_a_book, newer_book) by the two numbers of a book's header.
void require_identity(const std::filesystem::path& file, std::int64_t application_id,
                      std::int64_t layout_version);

// Makes the empty file, or throws Failure: already_exists, not_found, read_only, disk_full ...
void create_file(const std::filesystem::path& file);

// True where nobody can write, whatever their rights.
bool is_on_read_only_medium(const std::filesystem::path& file);

}  // namespace quits::storage
