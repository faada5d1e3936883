#include "program/agreements.h"

#include <fmt/core.h>

#include <algorithm>
#include <map>

#include "base/text.h"
#include "ledger/stored.h"
#include "program/sql.h"
#include "storage/database.h"

namespace quits::program {
namespace {

AgreementVersion read_version(storage::Statement& row) {
  AgreementVersion version;
  version.sequence = {static_cast<std::uint64_t>(row.integer(0))};
  version.agreement = std::string(row.text(1));
  version.version = static_cast<std::uint32_t>(row.integer(2));
  version.principal = std::string(row.text(3));
  version.partner = std::string(row.text(4));
  version.effective_from = ledger::stored_date(row, 5);
  version.proposed_by = std::string(row.text(6));
  version.accepted_by = {static_cast<std::uint64_t>(row.integer(7))};
  return version;
}

std::vector<AgreementVersion> read_all(storage::Statement& rows) {
  std::vector<AgreementVersion> versions;
  while (rows.step()) versions.push_back(read_version(rows));
  return versions;
}

std::string describe(const AgreementEnd& end) {
  return fmt::format("record {}, last day {}, ended by {}", end.sequence.value,
                     end.last_day.to_string(), end.ended_by);
}

std::string describe(const AgreementVersion& version) {
  return fmt::format("record {}, {} with {}, from {}, proposed by {}, accepted by record {}",
                     version.sequence.value, version.principal, version.partner,
                     version.effective_from.to_string(), version.proposed_by,
                     version.accepted_by.value);
}

}  // namespace

void Agreements::project(const ledger::Record& record) {
  if (record.kind() == kind::agreement_proposed) project_proposed(record);
  if (record.kind() == kind::agreement_accepted) project_accepted(record);
  if (record.kind() == kind::agreement_ended) project_ended(record);
}

void Agreements::project_proposed(const ledger::Record& record) {
  const auto fact = codec_.decode(record.fact);
  if (!fact) return;  // a damaged record: comparison finds the missing row
  const auto& proposed = std::get<AgreementProposed>(*fact);
  versions(proposed.agreement);  // loads what is stored before the new one joins
  AgreementVersion version{
      record.sequence,  proposed.agreement,      proposed.version,     proposed.principal,
      proposed.partner, proposed.effective_from, proposed.proposed_by, {}};
  versions_[proposed.agreement].push_back(version);
  if (database_ != nullptr) proposed_.push_back(std::move(version));
  of_partner_.erase(proposed.partner);
}

void Agreements::project_accepted(const ledger::Record& record) {
  for (AgreementVersion& version : proposed_) {
    if (version.sequence == record.relates_to) version.accepted_by = record.sequence;
  }
  const auto fact = codec_.decode(record.fact);
  if (!fact) return;
  const auto& accepted = std::get<AgreementAccepted>(*fact);
  versions(accepted.agreement);
  for (AgreementVersion& version : versions_[accepted.agreement]) {
    if (version.sequence == record.relates_to) version.accepted_by = record.sequence;
  }
  if (database_ != nullptr) accepted_.emplace_back(record.relates_to, record.sequence);
}

void Agreements::project_ended(const ledger::Record& record) {
  const auto fact = codec_.decode(record.fact);
  if (!fact) return;
  const auto& ended = std::get<AgreementEnded>(*fact);
  const AgreementEnd end{record.sequence, ended.agreement, ended.on, ended.ended_by};
  ends().emplace(end.agreement, end);
  if (database_ != nullptr) ended_.push_back(end);
}

std::map<std::string, AgreementEnd>& Agreements::ends() {
  if (!ends_) ends_ = database_ == nullptr ? std::map<std::string, AgreementEnd>() : all_ends(*database_);
  return *ends_;
}

const AgreementEnd* Agreements::end_of(const std::string& agreement) {
  const auto& known = ends();
  const auto found = known.find(agreement);
  return found == known.end() ? nullptr : &found->second;
}

void Agreements::flush() {
  for (const AgreementVersion& version : proposed_) {
    auto insert = database_->prepare(sql::insert_version);
    insert->bind(1, static_cast<std::int64_t>(version.sequence.value))
        .bind_text(2, version.agreement);
    insert->bind(3, version.version).bind_text(4, version.principal).bind_text(5, version.partner);
    insert->bind(6, version.effective_from.days_since_epoch()).bind_text(7, version.proposed_by);
    insert->bind(8, static_cast<std::int64_t>(version.accepted_by.value)).run();
  }
  for (const auto& [version, record] : accepted_) {
    auto update = database_->prepare(sql::accept_version);
    update->bind(1, static_cast<std::int64_t>(version.value))
        .bind(2, static_cast<std::int64_t>(record.value))
        .run();
  }
  for (const AgreementEnd& end : ended_) {
    auto insert = database_->prepare(sql::insert_end);
    insert->bind_text(1, end.agreement).bind(2, static_cast<std::int64_t>(end.sequence.value));
    insert->bind(3, end.last_day.days_since_epoch()).bind_text(4, end.ended_by).run();
  }
  proposed_.clear();
  accepted_.clear();
  ended_.clear();
}

void Agreements::forget() {
  ends_.reset();
  ended_.clear();
  versions_.clear();
  agreement_of_.clear();
  of_partner_.clear();
  proposed_.clear();
  accepted_.clear();
}

const std::vector<AgreementVersion>& Agreements::versions(const std::string& agreement) {
  const auto [place, added] = versions_.try_emplace(agreement);
  if (added && database_ != nullptr) place->second = versions_of(*database_, agreement);
  return place->second;
}

const AgreementVersion* Agreements::proposed_in(Sequence record) {
  const auto [place, added] = agreement_of_.try_emplace(record.value);
  if (added) {
    if (database_ != nullptr) flush();
    const auto version = database_ == nullptr ? std::nullopt : version_by_sequence(*database_, record);
    if (!version) {
      agreement_of_.erase(place);
      return nullptr;
    }
    place->second = version->agreement;
  }
  for (const AgreementVersion& version : versions(place->second)) {
    if (version.sequence == record) return &version;
  }
  return nullptr;
}

const std::vector<std::string>& Agreements::of_partner(const std::string& partner) {
  const auto [place, added] = of_partner_.try_emplace(partner);
  if (added && database_ != nullptr) {
    flush();
    auto rows = database_->prepare(sql::agreements_of_partner);
    rows->bind_text(1, partner);
    while (rows->step()) place->second.emplace_back(rows->text(0));
  }
  return place->second;
}

void Agreements::compare(storage::Database& stored, const ledger::MismatchSink& sink) {
  std::map<std::pair<std::string, std::uint32_t>, AgreementVersion> rest;
  for (const auto& [agreement, versions] : versions_) {
    for (const AgreementVersion& version : versions)
      rest.emplace(std::pair(agreement, version.version), version);
  }
  for (const AgreementVersion& version : all_versions(stored)) {
    const std::string row = fmt::format("{} version {}", version.agreement, version.version);
    const auto found = rest.find({version.agreement, version.version});
    if (found == rest.end()) {
      sink({"agreement_version", row, describe(version), "no such row"});
      continue;
    }
    if (!(found->second == version))
      sink({"agreement_version", row, describe(version), describe(found->second)});
    rest.erase(found);
  }
  for (const auto& [key, version] : rest) {
    sink({"agreement_version", fmt::format("{} version {}", key.first, key.second), "no such row",
          describe(version)});
  }
  compare_ends(stored, sink);
}

void Agreements::compare_ends(storage::Database& stored, const ledger::MismatchSink& sink) {
  std::map<std::string, AgreementEnd> rest = ends();
  for (const auto& [agreement, end] : all_ends(stored)) {
    const auto found = rest.find(agreement);
    const std::string made = found == rest.end() ? "no such row" : describe(found->second);
    if (found == rest.end() || !(found->second == end))
      sink({"agreement_end", agreement, describe(end), made});
    rest.erase(agreement);
  }
  for (const auto& [agreement, end] : rest)
    sink({"agreement_end", agreement, "no such row", describe(end)});
}

const AgreementVersion* version_on(const std::vector<AgreementVersion>& versions, Date on) {
  const AgreementVersion* found = nullptr;
  for (const AgreementVersion& version : versions) {
    if (version.accepted_by && version.effective_from <= on) found = &version;
  }
  return found;
}

std::vector<AgreementVersion> versions_of(storage::Database& database,
                                          const std::string& agreement) {
  auto rows = database.prepare(sql::versions_of_agreement);
  rows->bind_text(1, agreement);
  return read_all(*rows);
}

std::vector<AgreementVersion> all_versions(storage::Database& database) {
  auto rows = database.prepare(sql::scan_versions);
  return read_all(*rows);
}

std::map<std::string, AgreementEnd> all_ends(storage::Database& database) {
  std::map<std::string, AgreementEnd> ends;
  auto rows = database.prepare(sql::scan_ends);
  while (rows->step()) {
    AgreementEnd end;
    end.agreement = std::string(rows->text(0));
    end.sequence = {static_cast<std::uint64_t>(rows->integer(1))};
    end.last_day = ledger::stored_date(*rows, 2);
    end.ended_by = std::string(rows->text(3));
    ends.emplace(end.agreement, std::move(end));
  }
  return ends;
}

std::optional<AgreementVersion> version_by_sequence(storage::Database& database,
                                                    Sequence sequence) {
  auto row = database.prepare(sql::select_version);
  row->bind(1, static_cast<std::int64_t>(sequence.value));
  if (!row->step()) return std::nullopt;
  return read_version(*row);
}

Error unknown_agreement(storage::Database& database, const std::string& key) {
  auto rows = database.prepare(sql::agreement_keys);
  std::vector<std::string> keys;
  while (rows->step()) keys.emplace_back(rows->text(0));
  const std::vector<std::string_view> views(keys.begin(), keys.end());
  const std::string near = closest(key, views);
  return {Code::unknown_agreement,
          fmt::format("there is no agreement \"{}\"", key),
          near.empty() ? "see `quits agreement list`, or propose it: quits agreement propose FILE"
                       : fmt::format("did you mean \"{}\"?", near),
          {}};
}

}  // namespace quits::program
