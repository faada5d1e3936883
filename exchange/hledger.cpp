#include "exchange/hledger.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "exchange/journal_text.h"

namespace quits::exchange {
namespace {

// ledger reads lines of at most 4,096 bytes.
constexpr std::size_t kDescriptionBytesMax = 240;
constexpr std::size_t kIdBytesMax = 256;
constexpr std::size_t kNameBytesMax = 1000;
// ledger compares each assertion with every posting of its transaction.
constexpr std::size_t kBalancesPerTransaction = 100;

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_name_character(std::string_view character) {
  if (character.size() > 1) return is_visible(character);
  const char c = character.front();
  return is_letter_or_digit(c) || c == '.' || c == '_' || c == '-';
}

void append_escaped(std::string_view bytes, std::string& out) {
  for (const char c : bytes)
    fmt::format_to(std::back_inserter(out), "%{:02X}", static_cast<unsigned char>(c));
}

// Single spaces are part of a name; two end it, and so does the end of the line.
std::string name_of_party(std::string_view key) {
  std::string name;
  while (!key.empty()) {
    const std::string_view character = next_character(key);
    key.remove_prefix(character.size());
    const bool is_inner_space =
        character == " " && !name.empty() && name.back() != ' ' && !key.empty();
    if (is_inner_space || is_name_character(character)) {
      name += character;
    } else {
      append_escaped(character, name);
    }
  }
  return name;
}

// A ';' begins a comment, and ledger reads dates between brackets in comments.
std::string harmless(std::string_view text, std::size_t bytes_max) {
  std::string line = one_line(text, bytes_max);
  std::replace(line.begin(), line.end(), ';', ',');
  std::replace(line.begin(), line.end(), '[', '(');
  std::replace(line.begin(), line.end(), ']', ')');
  return line;
}

void append_posting(const JournalPosting& posting, std::string& out) {
  fmt::format_to(std::back_inserter(out), "    {}  ", posting.account);
  append_amount(posting.amount_minor, posting.currency, out);
  fmt::format_to(std::back_inserter(out), " {}\n", posting.currency.code());
}

void append_assertion(const JournalPosting& balance, std::string& out) {
  fmt::format_to(std::back_inserter(out), "    {}  ", balance.account);
  append_amount(0, balance.currency, out);
  fmt::format_to(std::back_inserter(out), " {} = ", balance.currency.code());
  append_amount(balance.amount_minor, balance.currency, out);
  fmt::format_to(std::back_inserter(out), " {}\n", balance.currency.code());
}

void append_commodity(Currency currency, std::string& out) {
  fmt::format_to(std::back_inserter(out), "commodity {}\n", currency.code());
  if (currency.exponent() == 0) return;
  fmt::format_to(std::back_inserter(out), "    format 1000.{:0>{}} {}\n", "", currency.exponent(),
                 currency.code());
}

}  // namespace

std::string HledgerFormat::account_name(const JournalAccount& account) const {
  std::string name(account.path);
  if (!account.party.empty()) name += ":" + name_of_party(account.party);
  return name;
}

void HledgerFormat::write_head(const JournalHead& head, std::string& out) const {
  fmt::format_to(std::back_inserter(out), "; {} ({})\n; {}\n\n", one_line(head.name, kNameBytesMax),
                 one_line(head.party, kNameBytesMax), one_line(head.remark, kNameBytesMax));
  out += "tag id\ntag effective\n\n";
  for (const Currency currency : head.currencies) append_commodity(currency, out);
  if (!head.currencies.empty()) out += '\n';
  for (const JournalHead::Declared& account : head.accounts)
    out += "account " + account.name + "\n";
  out += '\n';
}

void HledgerFormat::write(const JournalTransaction& transaction, std::string& out) const {
  out += transaction.date.to_string();
  if (transaction.sequence)
    fmt::format_to(std::back_inserter(out), " ({})", transaction.sequence.value);
  if (!transaction.payee.empty())
    out += " " + harmless(transaction.payee, kDescriptionBytesMax) + " |";
  out += " " + harmless(transaction.description, kDescriptionBytesMax) + "\n";
  if (!transaction.id.empty()) out += "    ; id: " + harmless(transaction.id, kIdBytesMax) + "\n";
  if (transaction.effective) out += "    ; effective: " + transaction.effective->to_string() + "\n";
  for (const JournalPosting& posting : transaction.postings) append_posting(posting, out);
  out += '\n';
}

void HledgerFormat::write_balances(Date day, std::span<const JournalPosting> balances,
                                   std::string& out) const {
  while (!balances.empty()) {
    const auto part = balances.first(std::min(balances.size(), kBalancesPerTransaction));
    balances = balances.subspan(part.size());
    out += day.to_string() + " Balances as in the book\n";
    for (const JournalPosting& balance : part) append_assertion(balance, out);
    out += '\n';
  }
}

}  // namespace quits::exchange
