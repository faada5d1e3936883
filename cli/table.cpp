#include "cli/table.h"

#include <algorithm>

#include "base/check.h"
#include "base/text.h"
#include "exchange/rejects.h"

namespace quits::cli {
namespace {

constexpr std::string_view kGap = "  ";
constexpr std::string_view kRule = "─";

// A terminal obeys control characters; a table must not hand on those of a party's name.
std::string harmless(const std::string& text) {
  return is_valid_utf8(text) && !has_control_characters(text) ? text : in_quotes(text, 200);
}

std::string_view code_of(Style style) {
  switch (style) {
    case Style::plain:
      return "";
    case Style::strong:
      return "\x1b[1m";
    case Style::faint:
      return "\x1b[2m";
    case Style::good:
      return "\x1b[32m";
    case Style::bad:
      return "\x1b[31m";
  }
  return "";
}

std::string repeated(std::string_view piece, std::size_t times) {
  std::string text;
  for (std::size_t i = 0; i < times; ++i) text += piece;
  return text;
}

void strip_end(std::string& line) { line.erase(line.find_last_not_of(' ') + 1); }

}  // namespace

std::string Ink::paint(Style style, std::string_view text) const {
  const std::string_view code = on_ ? code_of(style) : "";
  if (code.empty() || text.empty()) return std::string(text);
  return std::string(code) + std::string(text) + "\x1b[0m";
}

std::string grouped(std::string number) {
  const std::size_t first = number.starts_with('-') || number.starts_with('+') ? 1 : 0;
  std::size_t end = std::min(number.find('.'), number.size());
  while (end > first + 3) number.insert(end -= 3, 1, ',');
  return number;
}

Cell money_cell(Money amount) { return Cell(amount.to_grouped_string(), amount.to_string()); }

Cell money_cell(std::int64_t minor, Currency currency) {
  return money_cell(Money(minor, currency));
}

Cell decimal_cell(Decimal number) { return Cell(grouped(number.to_string()), number.to_string()); }

Cell count_cell(std::uint64_t number) {
  return Cell(grouped(std::to_string(number)), std::to_string(number));
}

void Table::add(std::vector<Cell> cells, Style style) {
  CHECK(cells.size() == columns_.size(), "a row of {} cells in a table of {} columns", cells.size(),
        columns_.size());
  for (Cell& cell : cells) cell.text = harmless(cell.text);
  rows_.push_back(Row{std::move(cells), style, false});
}

void Table::add_total(std::vector<Cell> cells) {
  add(std::move(cells), Style::strong);
  rows_.back().is_total = true;
}

std::vector<std::size_t> Table::widths() const {
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    std::size_t width = display_width(columns_[i].title);
    for (const Row& row : rows_) width = std::max(width, display_width(row.cells[i].text));
    widths.push_back(width);
  }
  return widths;
}

std::string Table::line(const std::vector<std::string>& texts,
                        const std::vector<std::size_t>& widths) const {
  std::string line;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (i > 0) line += kGap;
    const std::string padding(widths[i] - display_width(texts[i]), ' ');
    line += columns_[i].align == Align::right ? padding + texts[i] : texts[i] + padding;
  }
  strip_end(line);
  return line;
}

std::string Table::to_text(Ink ink, std::size_t indent) const {
  const std::vector<std::size_t> width = widths();
  const std::string margin(indent, ' ');
  std::vector<std::string> texts;
  for (const Column& column : columns_) texts.push_back(column.title);
  std::string text = margin + ink.paint(Style::faint, line(texts, width)) + "\n";
  for (const Row& row : rows_) {
    texts.clear();
    if (row.is_total) {
      for (std::size_t i = 0; i < width.size(); ++i)
        texts.push_back(row.cells[i].text.empty() ? "" : repeated(kRule, width[i]));
      text += margin + line(texts, width) + "\n";
      texts.clear();
    }
    for (const Cell& cell : row.cells) texts.push_back(cell.text);
    text += margin + ink.paint(row.style, line(texts, width)) + "\n";
  }
  return text;
}

namespace {

// Quotes only where RFC 4180 asks for them: a party whose key holds a space stays as it is.
void append_cell(std::string& line, const std::string& text) {
  if (text.find_first_of("\",\r\n") == std::string::npos) {
    line += text;
  } else {
    exchange::append_csv_field(line, text);
  }
}

}  // namespace

std::string Table::to_csv() const {
  std::string text;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (i > 0) text += ',';
    std::string title = columns_[i].title;
    for (char& letter : title) {
      if (letter == ' ') letter = '_';
      if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    }
    append_cell(text, title);
  }
  text += '\n';
  for (const Row& row : rows_) {
    if (row.is_total) continue;
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
      if (i > 0) text += ',';
      append_cell(text, row.cells[i].csv);
    }
    text += '\n';
  }
  return text;
}

}  // namespace quits::cli
