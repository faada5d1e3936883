// Ageing: what is open between any two parties, by how long it has been due.
//
//   open on 31 March: due on 31 March -> not due; on 30 March -> 1 to 30 days; on 1 March -> 1 to
//   30; on 28 February -> 31 to 60
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/currency.h"
#include "base/date.h"
#include "base/result.h"
#include "settlement/invoices.h"

namespace quits::ledger {
class Book;
}

namespace quits::settlement {

// Not due, overdue by 1 to 30 days, 31 to 60, 61 to 90, more.
inline constexpr std::size_t kAgeingBuckets = 5;
std::size_t bucket_of(Date due, Date as_of);

// What one party issued to another. Credit notes count below zero; a credit of a payment is a
// document of the payer.
struct AgeingRow {
  std::string creditor;  // the issuer
  std::string debtor;    // the recipient
  Currency currency = Currency::none();
  std::array<std::int64_t, kAgeingBuckets> minor{};
  std::int64_t total_minor = 0;
  std::int64_t disputed_minor = 0;
  std::uint64_t documents = 0;

  bool operator==(const AgeingRow&) const = default;
};

// By currency, creditor and debtor; pure. Refuses overflow. Documents with nothing open are left
// out.
Result<std::vector<AgeingRow>> ageing_of(const std::vector<Invoice>& documents, Date as_of);

// What is open of every document now; of one party, or of all.
std::vector<Invoice> documents_open_now(storage::Database& database, const std::string& party);
// What was open at the end of a day: by everything that took effect until then, whenever it was
// recorded. Reads the whole log.
std::vector<Invoice> documents_open_on(ledger::Book& book, const std::string& party, Date day);

}  // namespace quits::settlement
