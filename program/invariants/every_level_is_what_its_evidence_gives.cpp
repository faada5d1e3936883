#include <fmt/core.h>

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "ledger/book.h"
#include "program/encoding.h"
#include "program/invariants/invariants.h"
#include "program/levels.h"

namespace quits::program {
namespace {

// Follows people, sales and levels through the log, and judges every review again with what the log held before it.
class EveryLevelIsWhatItsEvidenceGives final : public ledger::Invariant {
 public:
  std::string_view sentence() const override {
    return "every level is what its evidence gives, and every sale has the level of its day";
  }

  std::string check(const ledger::Record& record) override {
    const auto kind = record.kind();
    const bool is_told = kind == kind::agreement_proposed || kind == kind::agreement_accepted || kind == kind::person_certified ||
                         kind == kind::person_left || kind == kind::level_reviewed || kind == kind::level_granted;
    if (is_told) return check_fact(record);
    if (kind == kind::approval) return approve(record);
    return record.items.empty() ? std::string() : check_sale(record);
  }

 private:
  struct Version {
    std::string agreement;
    std::string partner;
    Date from;
    Terms terms;
    bool accepted = false;
  };
  struct Place {
    Date from;
    std::string partner;
  };
  struct Person {
    std::vector<Place> places;  // as they became known
    std::vector<PersonCertified> certificates;

    std::string at(Date on) const {
      const Place* found = nullptr;
      for (const Place& place : places) {
        if (place.from <= on && (found == nullptr || place.from >= found->from)) found = &place;
      }
      return found == nullptr ? std::string() : found->partner;
    }
  };
  struct Given {
    Date from;
    std::string level;
  };
  struct Sold {
    Date day;
    std::string customer;
    int128 left = 0;
  };
  struct Agreement {
    std::map<std::uint32_t, Version> versions;
    std::vector<Given> given;            // as it became known
    std::map<std::uint64_t, Sold> sold;  // by entry
  };

  std::string check_fact(const ledger::Record& record) {
    auto fact = codec_.decode(record.fact);
    if (!fact) return "it cannot be read: " + fact.error().message;
    if (auto* proposed = std::get_if<AgreementProposed>(&*fact)) {
      Version& version = agreements_[proposed->agreement].versions[proposed->version];
      version = {proposed->agreement, proposed->partner, proposed->effective_from, std::move(proposed->terms), false};
      proposed_.insert_or_assign(record.sequence.value, &version);
    } else if (const auto* accepted = std::get_if<AgreementAccepted>(&*fact)) {
      agreements_[accepted->agreement].versions[accepted->version].accepted = true;
    } else if (const auto* certified = std::get_if<PersonCertified>(&*fact)) {
      Person& person = people_[certified->person];
      worked_for_[certified->partner].insert(certified->person);
      if (person.at(certified->on) != certified->partner) person.places.push_back({certified->on, certified->partner});
      person.certificates.push_back(*certified);
    } else if (const auto* left = std::get_if<PersonLeft>(&*fact)) {
      people_[left->person].places.push_back({left->on, left->joins});
      worked_for_[left->joins].insert(left->person);
    } else if (const auto* grant = std::get_if<LevelGranted>(&*fact)) {
      grants_.insert_or_assign(record.sequence.value, *grant);
    } else if (const auto* review = std::get_if<LevelReviewed>(&*fact)) {
      std::string complaint = check_review(record, *review);
      agreements_[review->agreement].given.push_back({review->on, review->level});
      return complaint;
    }
    return {};
  }

  std::string approve(const ledger::Record& record) {
    const auto grant = grants_.find(record.relates_to.value);
    if (grant != grants_.end()) agreements_[grant->second.agreement].given.push_back({grant->second.from, grant->second.level});
    return {};
  }

  static const Version* version_on(const Agreement& agreement, Date on) {
    const auto& versions = agreement.versions;
    const auto found = std::find_if(versions.rbegin(), versions.rend(), [&](const auto& one) { return one.second.accepted && one.second.from <= on; });
    return found == versions.rend() ? nullptr : &found->second;
  }

  // The newest that begins last, where its terms know it.
  static std::string level_on(const Agreement& agreement, const Version& version, Date on) {
    const Given* found = nullptr;
    for (const Given& given : agreement.given) {
      if (given.from <= on && (found == nullptr || given.from >= found->from)) found = &given;
    }
    return found != nullptr && rank_of(version.terms, found->level) ? found->level : version.terms.levels.front().name;
  }

  std::string check_review(const ledger::Record& record, const LevelReviewed& review) {
    const Agreement& agreement = agreements_[review.agreement];
    const Version* version = version_on(agreement, review.on);
    if (version == nullptr || version->terms.levels.empty()) return fmt::format("no terms of {} have levels then", review.agreement);
    const bool somebody_left = record.id.source == ledger::kOwnSource && record.relates_to;
    const LevelVerdict verdict = judge(version->terms, evidence(agreement, *version, review.on), somebody_left ? LevelAsks::certified_only : LevelAsks::everything);
    if (verdict.certified != review.certified) return fmt::format("{} people are certified, it names {}", verdict.certified.size(), review.certified.size());
    if (verdict.findings.size() != review.findings.size()) return "it does not say what every level asks for";
    for (std::size_t i = 0; i < verdict.findings.size(); ++i) {
      const LevelFinding& due = verdict.findings[i];
      const LevelFinding& said = review.findings[i];
      if (due == said) continue;
      return fmt::format("{} asks for {} {}: found {}, it says {} of {}", due.level, due.requirement, due.required, due.found, said.found, said.required);
    }
    const std::string before = level_on(agreement, *version, review.on);
    if (before != review.level_before) return fmt::format("the level before was {}, it says {}", before, review.level_before);
    const bool keeps = somebody_left && rank_of(version->terms, verdict.level) > rank_of(version->terms, before);
    const std::string& level = keeps ? before : verdict.level;
    return level == review.level ? "" : fmt::format("its evidence gives {}, it says {}", level, review.level);
  }

  LevelEvidence evidence(const Agreement& agreement, const Version& version, Date on) {
    const ReviewWindow window = review_window(version.terms.level_review, on);
    LevelEvidence found;
    for (const std::string& name : worked_for_[version.partner]) {
      const Person& person = people_[name];
      if (person.at(on) != version.partner) continue;
      std::map<std::pair<std::string, Date>, std::optional<Date>> newest;  // the last word on each certificate
      for (const PersonCertified& one : person.certificates) newest.insert_or_assign({one.certificate, one.on}, one.expires_on);
      std::set<std::string> valid;
      for (const auto& [certificate, expires] : newest) {
        if (certificate.second <= on && (!expires || *expires >= on)) valid.insert(certificate.first);
      }
      for (const std::string& certificate : valid) found.certified.emplace_back(name, certificate);
    }
    std::map<std::string, std::set<int>> bought;  // by customer: 0 earlier, 1 in the window before, 2 in the window
    for (const auto& [sequence, sold] : agreement.sold) {
      if (sold.day >= window.end) continue;
      const int when = sold.day >= window.first ? 2 : sold.day >= window.before ? 1 : 0;
      if (when == 2) found.sales += sold.left;
      if (!sold.customer.empty() && sold.left > 0) bought[sold.customer].insert(when);
    }
    for (const auto& [customer, spans] : bought) {
      if (*spans.begin() == 2) ++found.new_customers;
      if (spans.count(1) != 0) ++found.customers_before;
      if (spans.count(1) != 0 && spans.count(2) != 0) ++found.customers_kept;
    }
    return found;
  }

  std::string check_sale(const ledger::Record& record) {
    const ledger::Item& item = record.items.front();
    const std::string& level = item.trace.more->level;
    if (level.empty()) return {};
    const auto kind = record.kind();
    if (kind == kind::sale || kind == kind::credit) {
      const auto version = proposed_.find(item.key.version.value);
      if (version == proposed_.end() || version->second->terms.levels.empty()) return fmt::format("entry {} holds no levels", item.key.version.value);
      Agreement& agreement = agreements_[version->second->agreement];
      agreement.sold[record.sequence.value] = {record.effective, item.trace.more->customer, item.base.millionths()};
      sold_under_[record.sequence.value] = &agreement;
      const std::string holds = level_on(agreement, *version->second, record.effective);
      return holds == level ? "" : fmt::format("the level on its day was {}, it was rated with {}", holds, level);
    }
    const auto under = sold_under_.find(item.trace.of.value);
    const bool gives_back = kind == kind::refund || kind == kind::reversal || kind == kind::contract_cancelled;
    if (gives_back && under != sold_under_.end()) under->second->sold[item.trace.of.value].left += item.base.millionths();
    return {};
  }

  FactCodec codec_;
  std::map<std::string, Agreement> agreements_;
  std::unordered_map<std::uint64_t, const Version*> proposed_;  // by entry
  std::unordered_map<std::uint64_t, Agreement*> sold_under_;    // by the entry of the sale
  std::unordered_map<std::string, Person> people_;
  std::map<std::string, std::set<std::string>> worked_for_;  // by partner, ever
  std::unordered_map<std::uint64_t, LevelGranted> grants_;
};

}  // namespace

std::unique_ptr<ledger::Invariant> every_level_is_what_its_evidence_gives() {
  return std::make_unique<EveryLevelIsWhatItsEvidenceGives>();
}

}  // namespace quits::program
