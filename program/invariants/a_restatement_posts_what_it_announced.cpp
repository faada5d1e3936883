#include <fmt/core.h>

#include <map>
#include <tuple>
#include <unordered_map>

#include "base/int128.h"
#include "program/encoding.h"
#include "program/invariants/invariants.h"

namespace quits::program {
namespace {

// Adds up what each restatement posted, line by line, and compares with what its proposal had shown; one that nobody has
// approved posts nothing.
class ARestatementPostsWhatItAnnounced final : public ledger::Invariant {
 public:
  std::string_view sentence() const override { return "a restatement posts exactly the differences it announced, and only when approved"; }

  std::string check(const ledger::Record& record) override {
    const auto kind = record.kind();
    if (kind != kind::party_registered && kind != kind::restatement_proposed && kind != kind::approval && kind != kind::entry_restated) return {};
    if (kind == kind::approval) {
      if (const auto known = proposals_.find(record.relates_to.value); known != proposals_.end()) known->second.approved = true;
      return {};
    }
    const auto fact = codec_.decode(record.fact);
    if (!fact) return "the fact cannot be read: " + fact.error().message;
    if (const auto* party = std::get_if<PartyRegistered>(&*fact)) parties_[record.sequence.value] = party->key;
    if (const auto* proposed = std::get_if<RestatementProposed>(&*fact)) learn(record.sequence, *proposed);
    if (const auto* restated = std::get_if<EntryRestated>(&*fact)) return add(record, *restated);
    return {};
  }

  std::vector<std::string> finish() override {
    std::vector<std::string> complaints;
    for (const auto& [sequence, proposal] : proposals_) {
      const Sums expected = proposal.approved ? proposal.announced : Sums();
      if (expected == proposal.posted) continue;
      complaints.push_back(fmt::format("restatement {} posted something else than it announced", sequence));
    }
    return complaints;
  }

 private:
  struct Sum {
    std::uint64_t entries = 0;
    int128 booked = 0;
    int128 restated = 0;
    bool operator==(const Sum&) const = default;
  };
  using Sums = std::map<std::tuple<std::string, std::string, std::string>, Sum>;  // creditor, debtor, term
  struct Proposal {
    Sums announced;
    Sums posted;
    bool approved = false;
  };

  void learn(Sequence sequence, const RestatementProposed& proposed) {
    Proposal& proposal = proposals_[sequence.value];
    for (const RestatedLine& line : proposed.lines) {
      proposal.announced[{line.creditor, line.debtor, line.term}] = {line.entries, line.booked_minor, line.restated_minor};
    }
  }

  std::string add(const ledger::Record& record, const EntryRestated& restated) {
    const auto known = proposals_.find(restated.restatement.value);
    if (known == proposals_.end()) return fmt::format("entry {} proposed no restatement", restated.restatement.value);
    if (record.relates_to != restated.entry) return "it restates another entry than it names";
    for (std::size_t i = 0; i < record.items.size(); ++i) {
      const ledger::Item& item = record.items[i];
      const auto& trace = item.trace.more->restatement;
      if (!trace || trace->restatement != restated.restatement) return "an item does not say what it restates";
      if (int128{trace->restated_minor} - trace->booked_minor != item.amount_minor) {
        return fmt::format("{} booked, {} restated, but {} posted", trace->booked_minor, trace->restated_minor, item.amount_minor);
      }
      const auto [last, first_time] = stands_.try_emplace({restated.entry.value, i}, trace->booked_minor);
      if (last->second != trace->booked_minor) {
        return fmt::format("it says {} was booked, the restatement before it left {}", trace->booked_minor, last->second);
      }
      last->second = trace->restated_minor;
      if (item.amount_minor == 0) continue;
      Sum& sum = known->second.posted[{parties_[item.key.creditor.value], parties_[item.key.debtor.value], item.key.term}];
      ++sum.entries;
      sum.booked += trace->booked_minor;
      sum.restated += trace->restated_minor;
    }
    return {};
  }

  FactCodec codec_;
  std::unordered_map<std::uint64_t, std::string> parties_;
  std::map<std::uint64_t, Proposal> proposals_;
  std::map<std::pair<std::uint64_t, std::size_t>, std::int64_t> stands_;  // an entry's item, after its newest restatement
};

}  // namespace

std::unique_ptr<ledger::Invariant> a_restatement_posts_what_it_announced() {
  return std::make_unique<ARestatementPostsWhatItAnnounced>();
}

}  // namespace quits::program
