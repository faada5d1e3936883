#include "exchange/beancount.h"

#include <fmt/format.h>

#include <iterator>

#include "exchange/journal_text.h"

namespace quits::exchange {
namespace {

constexpr std::size_t kTextBytesMax = 1000;

bool is_small(char c) { return c >= 'a' && c <= 'z'; }
bool is_capital_or_digit(char c) { return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }
char capital_of(char c) { return is_small(c) ? static_cast<char>(c - 'a' + 'A') : c; }

// A '-' is clear before what can begin neither another '-' nor the x of an escape.
bool is_clear_before(std::string_view rest) {
  return !rest.empty() && rest.front() != 'x' &&
         (is_small(rest.front()) || is_capital_or_digit(rest.front()));
}

void append_encoded(std::string_view key, std::string& out) {
  for (; !key.empty(); key.remove_prefix(1)) {
    const char c = key.front();
    if (is_small(c) || is_capital_or_digit(c)) {
      out += c;
    } else if (c == ' ') {
      out += "--";
    } else if (c == '-' && is_clear_before(key.substr(1))) {
      out += '-';
    } else {
      fmt::format_to(std::back_inserter(out), "-x{:02X}", static_cast<unsigned char>(c));
    }
  }
}

std::string name_of_party(std::string_view key) {
  std::string name;
  if (is_small(key.front())) {
    append_encoded(key, name);
    name.front() = capital_of(name.front());
    return name + "-x";
  }
  if (is_capital_or_digit(key.front())) {
    append_encoded(key, name);
    return name;
  }
  name = "X";
  append_encoded(key, name);
  return name + "-xx";
}

// "liabilities:accrued-expense" -> "Liabilities:Accrued-Expense".
std::string capitalised(std::string_view path) {
  std::string name(path);
  bool begins = true;
  for (char& c : name) {
    if (begins) c = capital_of(c);
    begins = c == ':' || c == '-';
  }
  return name;
}

std::string in_quotes(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : one_line(text, kTextBytesMax)) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "\"";
}

void append_posting(const JournalPosting& posting, std::string& out) {
  fmt::format_to(std::back_inserter(out), "  {}  ", posting.account);
  append_amount(posting.amount_minor, posting.currency, out);
  fmt::format_to(std::back_inserter(out), " {}\n", posting.currency.code());
}

Date day_after(Date day) { return Date(day.sys_days() + std::chrono::days(1)); }

}  // namespace

std::string BeancountFormat::account_name(const JournalAccount& account) const {
  std::string name = capitalised(account.path);
  if (!account.party.empty()) name += ":" + name_of_party(account.party);
  return name;
}

void BeancountFormat::write_head(const JournalHead& head, std::string& out) const {
  out += "; " + one_line(head.remark, kTextBytesMax) + "\n";
  out += "option \"title\" " + in_quotes(fmt::format("{} ({})", head.name, head.party)) + "\n";
  for (const Currency currency : head.currencies) {
    fmt::format_to(std::back_inserter(out), "option \"operating_currency\" \"{}\"\n",
                   currency.code());
  }
  out += '\n';
  const std::string day = head.first_day.to_string();
  for (const Currency currency : head.currencies) {
    fmt::format_to(std::back_inserter(out), "{} commodity {}\n", day, currency.code());
  }
  if (!head.currencies.empty()) out += '\n';
  for (const JournalHead::Declared& account : head.accounts) {
    fmt::format_to(std::back_inserter(out), "{} open {}\n", day, account.name);
    if (!account.party.empty()) out += "  party: " + in_quotes(account.party) + "\n";
  }
  out += '\n';
}

void BeancountFormat::write(const JournalTransaction& transaction, std::string& out) const {
  out += transaction.date.to_string() + " *";
  if (!transaction.payee.empty()) out += " " + in_quotes(transaction.payee);
  out += " " + in_quotes(transaction.description) + "\n";
  if (transaction.sequence)
    fmt::format_to(std::back_inserter(out), "  entry: {}\n", transaction.sequence.value);
  if (!transaction.id.empty()) out += "  id: " + in_quotes(transaction.id) + "\n";
  if (transaction.effective) out += "  effective: " + transaction.effective->to_string() + "\n";
  for (const JournalPosting& posting : transaction.postings) append_posting(posting, out);
  out += '\n';
}

void BeancountFormat::write_balances(Date day, std::span<const JournalPosting> balances,
                                     std::string& out) const {
  const std::string after = day_after(day).to_string();
  for (const JournalPosting& balance : balances) {
    fmt::format_to(std::back_inserter(out), "{} balance {}  ", after, balance.account);
    append_amount(balance.amount_minor, balance.currency, out);
    fmt::format_to(std::back_inserter(out), " ~ 0 {}\n", balance.currency.code());
  }
  out += '\n';
}

}  // namespace quits::exchange
