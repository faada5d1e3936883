// Agreements and their versions: which terms decide on a given day.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "ledger/projection.h"
#include "program/encoding.h"
#include "program/terms.h"

namespace quits::program {

struct AgreementVersion {
  Sequence sequence;  // the record that proposed it; it holds the terms
  std::string agreement;
  std::uint32_t version = 0;
  std::string principal;
  std::string partner;
  Date effective_from;
  std::string proposed_by;
  Sequence accepted_by;  // 0: it binds nobody yet

  const std::string& party(Side side) const { return side == Side::principal ? principal : partner; }
  bool operator==(const AgreementVersion&) const = default;
};

// One side has ended an agreement: after the last day none of its versions is in force.
struct AgreementEnd {
  Sequence sequence;  // the record that ended it
  std::string agreement;
  Date last_day;
  std::string ended_by;

  bool operator==(const AgreementEnd&) const = default;
};

// Versions take effect in the order of their numbers: a version is accepted only while no later one is, and never takes
// effect before the one it follows.
class Agreements final : public ledger::Projection {
 public:
  explicit Agreements(storage::Database* database) : database_(database) {}

  std::string_view name() const override { return "agreements"; }
  void project(const ledger::Record& record) override;
  void flush() override;
  void forget() override;
  void compare(storage::Database& stored, const ledger::MismatchSink& sink) override;

  // Every version in order; empty for an unknown agreement. Valid until the next forget or project.
  const std::vector<AgreementVersion>& versions(const std::string& agreement);
  // How the agreement ended or will end; null when nobody ended it. Valid until the next forget or project.
  const AgreementEnd* end_of(const std::string& agreement);
  // The version that a record proposed; null when it proposed none. Valid until the next forget or project.
  const AgreementVersion* proposed_in(Sequence record);
  // Keys of the agreements whose partner side this is.
  const std::vector<std::string>& of_partner(const std::string& partner);

 private:
  void project_proposed(const ledger::Record& record);
  void project_accepted(const ledger::Record& record);
  void project_ended(const ledger::Record& record);
  std::map<std::string, AgreementEnd>& ends();
  void compare_ends(storage::Database& stored, const ledger::MismatchSink& sink);

  storage::Database* database_;
  FactCodec codec_;
  std::unordered_map<std::string, std::vector<AgreementVersion>> versions_;
  std::unordered_map<std::string, std::vector<std::string>> of_partner_;
  std::optional<std::map<std::string, AgreementEnd>> ends_;  // all, by agreement; none: not read yet
  std::unordered_map<std::uint64_t, std::string> agreement_of_;  // by the record that proposed one of its versions
  std::vector<AgreementVersion> proposed_;                   // not written yet
  std::vector<std::pair<Sequence, Sequence>> accepted_;
  std::vector<AgreementEnd> ended_;
};

// The accepted version that decides on a day, by the dates of the versions alone; null when none does.
const AgreementVersion* version_on(const std::vector<AgreementVersion>& versions, Date on);

// Questions.
std::vector<AgreementVersion> versions_of(storage::Database& database, const std::string& agreement);
std::vector<AgreementVersion> all_versions(storage::Database& database);  // by agreement and version
std::map<std::string, AgreementEnd> all_ends(storage::Database& database);     // by agreement
std::optional<AgreementVersion> version_by_sequence(storage::Database& database, Sequence sequence);
// unknown_agreement, with the closest known key as a hint.
Error unknown_agreement(storage::Database& database, const std::string& key);

}  // namespace quits::program
