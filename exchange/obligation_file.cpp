#include "exchange/obligation_file.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <unordered_map>

#include "base/fixed_point.h"
#include "base/text.h"
#include "exchange/csv_reader.h"

namespace quits::exchange {
namespace {

using settlement::Candidate;
using settlement::Exclusion;

enum Column : std::size_t { id, debtor, creditor, amount, currency, due, status, flags };
constexpr std::array<std::string_view, 8> kColumns{"id",       "debtor", "creditor", "amount",
                                                   "currency", "due",    "status",   "flags"};
constexpr std::array kNeeded{debtor, creditor, amount};

// A row whose amount waits for the number of places of the file.
struct PendingRow {
  std::uint64_t line = 0;
  std::uint64_t number = 0;
  std::string amount;
  settlement::Obligation obligation;
};

int to_int(std::uint64_t number) {
  return static_cast<int>(std::min<std::uint64_t>(number, std::numeric_limits<int>::max()));
}

int places_of(std::string_view amount) {
  const std::size_t point = amount.find('.');
  return point == std::string_view::npos ? 0 : static_cast<int>(amount.size() - point - 1);
}

class Reading {
 public:
  Reading(std::string path, const ObligationFileOptions& options)
      : path_(std::move(path)), options_(options) {}

  Result<ObligationFile> run() {
    TRY(auto reader, CsvReader::open(path_, {}));
    TRY_STATUS(bind(reader.header()));
    while (auto next = reader.next()) {
      TRY(const CsvRow row, std::move(*next));
      TRY_STATUS(read(row));
    }
    TRY_STATUS(check_currencies());
    TRY_STATUS(finish());
    return std::move(file_);
  }

 private:
  Status bind(const std::vector<std::string>& header) {
    for (std::size_t column = 0; column < kColumns.size(); ++column) {
      const auto found = std::ranges::find(header, kColumns.at(column));
      if (found != header.end())
        columns_.at(column) = static_cast<std::size_t>(found - header.begin());
    }
    file_.has_ids = columns_[id].has_value();
    for (const Column needed : kNeeded) {
      if (columns_.at(needed)) continue;
      return refuse(Error{Code::missing_field,
                          fmt::format("the header has no column {}", kColumns.at(needed)),
                          "name the columns id,debtor,creditor,amount,currency,due,status,flags; "
                          "debtor, creditor and amount are needed",
                          Place{path_, 1, 0, std::string(kColumns.at(needed))}});
    }
    return {};
  }

  std::string_view text(const CsvRow& row, Column column) const {
    return columns_.at(column) ? row.fields[*columns_.at(column)] : std::string_view();
  }

  // The refusal with its place; `is ...` messages are said of their field.
  tl::unexpected<Error> at(std::uint64_t line, Column column, Error error) const {
    error.place = Place{path_, to_int(line), 0, std::string(kColumns.at(column))};
    if (columns_.at(column)) error.place.column = to_int(*columns_.at(column) + 1);
    return refuse(std::move(error));
  }
  tl::unexpected<Error> at(std::uint64_t line, Column column, Code code, std::string message,
                           std::string hint) const {
    return at(line, column, Error{code, std::move(message), std::move(hint), {}});
  }

  std::uint32_t party(std::string_view name) {
    const auto [found, added] =
        numbers_.try_emplace(std::string(name), static_cast<std::uint32_t>(numbers_.size()));
    if (added) file_.parties.emplace_back(name);
    return found->second;
  }

  Status read(const CsvRow& row) {
    for (const Column needed : kNeeded) {
      if (text(row, needed).empty())
        return at(row.line, needed, Code::missing_field, "is empty", "every row needs it");
    }
    PendingRow pending{row.line, row.number, std::string(text(row, amount)), {}};
    TRY_STATUS(read_id(row, pending.obligation));
    Candidate candidate;
    TRY_STATUS(read_candidate(row, candidate));
    settlement::Selection selection = options_.selection;
    selection.above_minor = 0;  // later, when the amount is known
    if (const auto excluded = exclusion_of(candidate, selection)) {
      exclude(pending, *excluded);
      return {};
    }
    if (text(row, debtor) == text(row, creditor)) {
      return at(row.line, creditor, Code::party_mismatch,
                fmt::format("is {}, who is the debtor as well", in_quotes(text(row, creditor))),
                "an obligation has two parties; leave the row out");
    }
    pending.obligation.debtor = party(text(row, debtor));
    pending.obligation.creditor = party(text(row, creditor));
    pending.obligation.due = candidate.due;
    pending.obligation.currency = candidate.currency;
    pending_.push_back(std::move(pending));
    return {};
  }

  Status read_id(const CsvRow& row, settlement::Obligation& obligation) {
    if (!file_.has_ids) return {};
    obligation.id = text(row, id);
    if (obligation.id.empty()) {
      return at(row.line, id, Code::missing_field, "is empty",
                "give every row an id, or leave the column out");
    }
    const auto [found, added] = lines_of_ids_.try_emplace(obligation.id, row.line);
    if (added) return {};
    return at(row.line, id, Code::already_exists,
              fmt::format("is {}, as on line {}", in_quotes(obligation.id), found->second),
              "an obligation stands in the file once");
  }

  Status read_candidate(const CsvRow& row, Candidate& candidate) const {
    if (const auto code = text(row, currency); !code.empty()) {
      const auto parsed = Currency::parse(code);
      if (!parsed) return at(row.line, currency, parsed.error());
      candidate.currency = *parsed;
    }
    if (const auto day = text(row, due); !day.empty()) {
      const auto parsed = Date::parse_iso(day);
      if (!parsed) return at(row.line, due, parsed.error());
      candidate.due = *parsed;
    }
    candidate.status = text(row, status);
    std::string_view rest = text(row, flags);
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find_first_of("; |"), rest.size());
      if (end > 0) {
        const auto flagged = settlement::exclusion_flagged(rest.substr(0, end));
        if (!flagged) return at(row.line, flags, flagged.error());
        candidate.flagged.insert(*flagged);
      }
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return {};
  }

  void exclude(const PendingRow& row, Exclusion reason) {
    file_.excluded.push_back(
        {file_.has_ids ? row.obligation.id : std::to_string(row.number), row.line, reason});
  }

  Status check_currencies() {
    if (pending_.empty()) return {};
    const PendingRow& first = pending_.front();
    file_.currency = first.obligation.currency;
    for (const PendingRow& row : pending_) {
      const Currency other = row.obligation.currency;
      if (other == file_.currency) continue;
      const auto name = [](Currency one) {
        return one.is_none() ? std::string("empty") : std::string(one.code());
      };
      const Currency known = file_.currency.is_none() ? other : file_.currency;
      return at(row.line, currency, Code::currency_mismatch,
                fmt::format("is {}, on line {} it is {}; each currency nets alone", name(other),
                            first.line, name(file_.currency)),
                fmt::format("say --currency {} to net only that one", known.code()));
    }
    return {};
  }

  Status finish() {
    file_.places = file_.currency.is_none() ? 0 : file_.currency.exponent();
    if (file_.currency.is_none()) {
      for (const PendingRow& row : pending_)
        file_.places = std::max(file_.places, std::min(places_of(row.amount), kPowersOfTenMax));
    }
    settlement::Selection threshold;
    if (!options_.above.empty()) {
      TRY(threshold.above_minor, parse_fixed_point(options_.above, file_.places));
    }
    for (PendingRow& row : pending_) {
      const auto parsed = parse_fixed_point(row.amount, file_.places);
      if (!parsed) return at(row.line, amount, parsed.error());
      row.obligation.open_minor = *parsed;
      if (*parsed == 0)
        return at(row.line, amount, Code::bad_value, "is 0: nothing is open", "leave the row out");
      Candidate candidate;
      candidate.open_minor = *parsed;
      if (const auto excluded = exclusion_of(candidate, threshold)) {
        exclude(row, *excluded);
        continue;
      }
      file_.rows.push_back(row.number);
      file_.obligations.push_back(std::move(row.obligation));
    }
    std::ranges::sort(file_.excluded, {}, &ExcludedRow::line);
    drop_idle_parties();
    return {};
  }

  // Parties whose only rows fell below the threshold.
  void drop_idle_parties() {
    std::vector<std::uint32_t> number(file_.parties.size(), 0);
    for (const auto& one : file_.obligations) number[one.debtor] = number[one.creditor] = 1;
    std::vector<std::string> kept;
    for (std::size_t i = 0; i < number.size(); ++i) {
      if (number[i] == 0) continue;
      number[i] = static_cast<std::uint32_t>(kept.size());
      kept.push_back(std::move(file_.parties[i]));
    }
    for (auto& one : file_.obligations) {
      one.debtor = number[one.debtor];
      one.creditor = number[one.creditor];
    }
    file_.parties = std::move(kept);
  }

  std::string path_;
  const ObligationFileOptions& options_;
  std::array<std::optional<std::size_t>, kColumns.size()> columns_{};
  std::unordered_map<std::string, std::uint32_t> numbers_;
  std::unordered_map<std::string, std::uint64_t> lines_of_ids_;
  std::vector<PendingRow> pending_;
  ObligationFile file_;
};

}  // namespace

Result<ObligationFile> read_obligations(const std::string& path,
                                        const ObligationFileOptions& options) {
  return Reading(path, options).run();
}

}  // namespace quits::exchange
