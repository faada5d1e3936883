// Who is certified and where they work, which level every agreement has had, and what sales count for levels.
#pragma once

#include <map>
#include <unordered_map>
#include <vector>

#include "ledger/projection.h"
#include "ledger/table.h"
#include "program/encoding.h"
#include "program/levels.h"

namespace quits::program {

using PlaceKey = std::pair<std::string, Date>;  // person, from
struct PlaceTable {
  using Key = PlaceKey;
  using Row = std::string;  // partner; empty: none
  struct Hash {
    std::size_t operator()(const Key& key) const noexcept;
  };
  static constexpr std::string_view kName = "person_place";
  static const std::string_view kSelect, kInsert, kUpdate, kScan;
  static void bind_key(storage::Statement& statement, const Key& key);
  static void bind_insert(storage::Statement& statement, const Key& key, const Row& row);
  static void bind_update(storage::Statement& statement, const Key& key, const Row& row);
  static Key read_key(storage::Statement& statement);
  static Row read_row(storage::Statement& statement);
  static std::string describe(const Key& key);
  static std::string describe(const Row& row);
};

struct CertificateKey {
  std::string person;
  std::string certificate;
  Date on;

  auto operator<=>(const CertificateKey&) const = default;
};
struct CertificateTable {
  using Key = CertificateKey;
  using Row = Date;  // the last day on which it counts
  struct Hash {
    std::size_t operator()(const Key& key) const noexcept;
  };
  static constexpr std::string_view kName = "certificate";
  static const std::string_view kSelect, kInsert, kUpdate, kScan;
  static void bind_key(storage::Statement& statement, const Key& key);
  static void bind_insert(storage::Statement& statement, const Key& key, const Row& row);
  static void bind_update(storage::Statement& statement, const Key& key, const Row& row);
  static Key read_key(storage::Statement& statement);
  static Row read_row(storage::Statement& statement);
  static std::string describe(const Key& key);
  static std::string describe(const Row& row);
};

// Numbers are stored.
enum class LevelWhy : std::uint8_t { none = 0, review_day = 1, asked = 2, person_left = 3, granted = 4 };

struct LevelChange {
  Sequence sequence;  // the review or the grant
  std::string agreement;
  Date from;
  std::string level;
  LevelWhy why = LevelWhy::none;
  Sequence known_since;  // the review itself, or the approval of the grant; 0: pending

  bool operator==(const LevelChange&) const = default;
};
struct LevelChangeTable {
  using Key = Sequence;
  using Row = LevelChange;
  using Hash = std::hash<Sequence>;
  static constexpr std::string_view kName = "level_change";
  static const std::string_view kSelect, kInsert, kUpdate, kScan;
  static void bind_key(storage::Statement& statement, const Key& key);
  static void bind_insert(storage::Statement& statement, const Key& key, const Row& row);
  static void bind_update(storage::Statement& statement, const Key& key, const Row& row);
  static Key read_key(storage::Statement& statement);
  static Row read_row(storage::Statement& statement);
  static std::string describe(const Key& key);
  static std::string describe(const Row& row);
};

struct LevelSale {
  Sequence version;
  Date day;
  std::string customer;
  Decimal net;  // what is left of it

  bool operator==(const LevelSale&) const = default;
};
struct LevelSaleTable {
  using Key = Sequence;
  using Row = LevelSale;
  using Hash = std::hash<Sequence>;
  static constexpr std::string_view kName = "level_sale";
  static const std::string_view kSelect, kInsert, kUpdate, kScan;
  static void bind_key(storage::Statement& statement, const Key& key);
  static void bind_insert(storage::Statement& statement, const Key& key, const Row& row);
  static void bind_update(storage::Statement& statement, const Key& key, const Row& row);
  static Key read_key(storage::Statement& statement);
  static Row read_row(storage::Statement& statement);
  static std::string describe(const Key& key);
  static std::string describe(const Row& row);
};

class LevelBook final : public ledger::Projection {
 public:
  explicit LevelBook(storage::Database* database)
      : database_(database), places_(database), certificates_(database), changes_(database), sales_(database) {}

  std::string_view name() const override { return "levels"; }
  // A sale or credit counts when its first item has a level in its trace; refunds and reversals take from it, or give back
  // to it, whatever their own date.
  void project(const ledger::Record& record) override;
  void flush() override;
  void forget() override;
  void compare(storage::Database& stored, const ledger::MismatchSink& sink) override;

  // Every change of an agreement that holds, by its first day and then as they became known. Valid until the next project,
  // flush or forget.
  const std::vector<LevelChange>& history(const std::string& agreement);
  // Where the person works on a day: none when nothing is known of that day or before; empty: at no partner.
  std::optional<std::string> place(const std::string& person, Date on);

 private:
  void project_person(const ledger::Record& record);
  void project_sale(const ledger::Record& record);
  std::map<Date, std::string>& places(const std::string& person);

  storage::Database* database_;
  FactCodec codec_;
  ledger::StoredTable<PlaceTable> places_;
  ledger::StoredTable<CertificateTable> certificates_;
  ledger::StoredTable<LevelChangeTable> changes_;
  ledger::StoredTable<LevelSaleTable> sales_;
  std::unordered_map<std::string, std::map<Date, std::string>> places_of_;
  std::unordered_map<std::string, std::vector<LevelChange>> history_;
};

// The change that gives the level on a day; null: the first level.
const LevelChange* change_on(const std::vector<LevelChange>& history, Date on);

// Questions, about what was flushed. Pending grants are left out.
std::vector<LevelChange> level_history(storage::Database& database, const std::string& agreement);
// What there is for a review; `partner` is who the certified people work for.
LevelEvidence evidence_for(storage::Database& database, const std::string& agreement, const std::string& partner, const ReviewWindow& window);

}  // namespace quits::program
