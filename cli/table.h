// Rows and columns for people and for spreadsheets: one table, written as aligned text or as CSV.
//
//   Table table({{"party"}, {"amount", Align::right}});
//   table.add({"ACME", money_cell(amount)});
//   table.to_text(Ink::plain());   // "party    amount\nACME   1,100.00\n"
//   table.to_csv();                // "party,amount\nACME,1100.00\n"
//
// Text columns line up on a terminal, wide characters and combining marks included. CSV follows
// RFC 4180 with "\n" as its line end; its header is the column titles in lower case with "_" for
// spaces. Text that holds control characters is shown quoted, so that a name from outside cannot
// steer a terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/decimal.h"
#include "base/money.h"

namespace quits::cli {

enum class Align { left, right };
enum class Style { plain, strong, faint, good, bad };

// Puts colour around text, or leaves it alone where nobody would see it.
class Ink {
 public:
  static Ink plain() { return Ink(false); }
  static Ink coloured() { return Ink(true); }
  std::string paint(Style style, std::string_view text) const;

 private:
  explicit Ink(bool on) : on_(on) {}
  bool on_;
};

struct Column {
  Column(std::string column_title,
         Align column_align = Align::left)  // NOLINT: {"party"} reads well
      : title(std::move(column_title)), align(column_align) {}
  Column(const char* column_title) : title(column_title) {}  // NOLINT: as above

  std::string title;
  Align align = Align::left;
};

// What people read and what machines read; usually the same.
struct Cell {
  Cell(std::string both) : text(both), csv(std::move(both)) {}  // NOLINT: a cell is mostly its text
  Cell(const char* both) : Cell(std::string(both)) {}           // NOLINT: as above
  Cell(std::string for_people, std::string for_csv)
      : text(std::move(for_people)), csv(std::move(for_csv)) {}

  std::string text;
  std::string csv;
};

Cell money_cell(Money amount);                           // "1,100.00" and 1100.00
Cell money_cell(std::int64_t minor, Currency currency);  // the same
Cell decimal_cell(Decimal number);                       // "1,100.5" and 1100.5
Cell count_cell(std::uint64_t number);                   // "12,345" and 12345

// "12345.60" -> "12,345.60"; a sign stays where it is. For texts that are numbers already.
std::string grouped(std::string number);

class Table {
 public:
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  // As many cells as columns (CHECK).
  void add(std::vector<Cell> cells, Style style = Style::plain);
  // The next row is a total: a line above it in text, left out of CSV.
  void add_total(std::vector<Cell> cells);

  bool empty() const { return rows_.empty(); }
  std::size_t rows() const { return rows_.size(); }

  // `indent` spaces before every line.
  std::string to_text(Ink ink, std::size_t indent = 0) const;
  std::string to_csv() const;

 private:
  struct Row {
    std::vector<Cell> cells;
    Style style = Style::plain;
    bool is_total = false;
  };
  std::vector<std::size_t> widths() const;
  std::string line(const std::vector<std::string>& texts,
                   const std::vector<std::size_t>& widths) const;

  std::vector<Column> columns_;
  std::vector<Row> rows_;
};

}  // namespace quits::cli
