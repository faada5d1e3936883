#include "program/rules.h"

#include <fmt/core.h>

#include <algorithm>

#include "base/failure.h"
#include "storage/database.h"

namespace quits::program {

Rules::Rules(storage::Database& database) : register_(&database) {}

bool Rules::handles(ledger::FactKind kind) const {
  return (kind >= kind::book_opened && kind <= kind::reversal) ||
         (kind >= kind::agreement_ended && kind <= kind::fund_released) || kind == kind::restatement_proposed;
}

Result<ledger::Receipt> Rules::apply(const ledger::Submission& submission, ledger::Writer& writer) {
  TRY(Fact fact, codec_.decode(submission.fact));
  const Case on{submission, writer};
  return std::visit(
      [&](auto&& held) -> Result<ledger::Receipt> {
        using Held = std::decay_t<decltype(held)>;
        if constexpr (requires { this->apply(std::forward<decltype(held)>(held), on); }) {
          return this->apply(std::forward<Held>(held), on);
        } else {
          return refuse(Code::malformed_message, "this kind of fact is recorded by the book itself");
        }
      },
      std::move(fact));
}

bool Rules::same_fact(std::string_view recorded, std::string_view submitted) {
  if (recorded == submitted) return true;
  auto left = codec_.decode(recorded);
  auto right = codec_.decode(submitted);
  if (!left || !right) return false;
  clear_filled_in(*left);
  clear_filled_in(*right);
  // A proposal is recorded with its principal named, even where the caller left it to mean the operator.
  if (auto* proposed = std::get_if<AgreementProposed>(&*right); proposed != nullptr && proposed->principal.empty()) {
    proposed->principal = register_.parties.operator_key();
  }
  // A debt without a number of its own was recorded with its id as the number.
  if (auto* reported = std::get_if<ObligationReported>(&*right); reported != nullptr && reported->number.empty()) {
    if (const auto* known = std::get_if<ObligationReported>(&*left)) reported->number = known->number;
  }
  return *left == *right;
}

const Terms& Rules::terms_of(Sequence version, ledger::Writer& writer) {
  auto& terms = versions_[version.value].terms;
  if (!terms) {
    const ledger::Record record = writer.read(version);
    auto fact = codec_.decode(record.fact);
    if (!fact || !std::holds_alternative<AgreementProposed>(*fact)) {
      throw Failure(Code::corrupt, fmt::format("entry {} should hold the terms of an agreement", version.value),
                    "run `quits verify`");
    }
    terms = std::make_unique<const Terms>(std::move(std::get<AgreementProposed>(*fact).terms));
  }
  return *terms;
}

Result<Rules::Ground> Rules::ground_of(const AgreementVersion& version, const std::vector<AgreementVersion>& versions,
                                       ledger::Writer& writer) {
  const Terms& terms = terms_of(version.sequence, writer);
  VersionGround& known = versions_.at(version.sequence.value);
  if (!known.principal) {
    TRY(const Party* principal, register_.parties.get(version.principal));
    const PartyNumber principal_number = principal->number;
    TRY(const Party* partner, register_.parties.get(version.partner));
    known.partner = partner->number;
    known.principal = principal_number;
  }
  return Ground{&version, &versions, &terms, known.principal, known.partner};
}

Result<Rules::Ground> Rules::ground_for(const std::string& agreement, const std::string& partner, Date on,
                                        ledger::Writer& writer, AfterEnd after_end) {
  const auto ended_before = [&](const std::string& key) -> const AgreementEnd* {
    const AgreementEnd* end = after_end == AfterEnd::allowed ? nullptr : register_.agreements.end_of(key);
    return end != nullptr && end->last_day < on ? end : nullptr;
  };
  const AgreementEnd* ended = nullptr;
  const AgreementVersion* found = nullptr;
  const std::vector<AgreementVersion>* found_in = nullptr;
  if (!agreement.empty()) {
    found_in = &register_.agreements.versions(agreement);
    if (found_in->empty()) {
      writer.flush();
      return tl::unexpected<Error>(unknown_agreement(writer.database(), agreement));
    }
    if (!partner.empty() && found_in->front().partner != partner) {
      return refuse(Code::party_mismatch, fmt::format("agreement \"{}\" is with {}, not {}", agreement, found_in->front().partner, partner));
    }
    found = version_on(*found_in, on);
    ended = ended_before(agreement);
  } else {
    const std::vector<std::string>& keys = register_.agreements.of_partner(partner);
    if (keys.empty()) {
      TRY_STATUS(register_.parties.get(partner));
    }
    for (const std::string& key : keys) {
      const auto& versions = register_.agreements.versions(key);
      const AgreementVersion* version = version_on(versions, on);
      if (version == nullptr) continue;
      if (const AgreementEnd* end = ended_before(key)) {
        ended = end;
        continue;
      }
      if (found != nullptr) {
        return refuse(Code::ambiguous_agreement,
                      fmt::format("{} has more than one agreement in force on {}: \"{}\" and \"{}\"", partner, on.to_string(),
                                  found->agreement, version->agreement),
                      "name the agreement in the fact");
      }
      found = version;
      found_in = &versions;
    }
  }
  if (ended != nullptr && (found == nullptr || found->agreement == ended->agreement)) {
    return refuse(Code::agreement_ended,
                  fmt::format("agreement \"{}\" ended: its last day was {}, ended by {} in entry {}", ended->agreement,
                              ended->last_day.to_string(), ended->ended_by, ended->sequence.value),
                  "refunds, reversals and adjustments still work; anything new needs another agreement");
  }
  if (found == nullptr) {
    return refuse(Code::no_agreement,
                  fmt::format("no agreement of {} is in force on {}", agreement.empty() ? partner : "\"" + agreement + "\"", on.to_string()),
                  "propose one and have it accepted by the other side: quits agreement propose FILE");
  }
  return ground_of(*found, *found_in, writer);
}

Date agreement_start(const std::vector<AgreementVersion>& versions) {
  for (const AgreementVersion& version : versions) {
    if (version.accepted_by) return version.effective_from;
  }
  return Date();
}

Result<std::vector<Segment>> Rules::segments_of(const std::string& plan, Sequence version,
                                                const std::vector<AgreementVersion>& versions, Date window, std::size_t& index,
                                                ledger::Writer& writer) {
  std::vector<Segment> segments;
  for (const AgreementVersion& candidate : versions) {
    if (!candidate.accepted_by) continue;
    const Terms& terms = terms_of(candidate.sequence, writer);
    for (const CommissionPlan& known : terms.plans) {
      if (known.name != plan || known.basis == Basis::per_event) continue;
      if (candidate.sequence == version) index = segments.size();
      segments.push_back({&known, register_.accumulators.volume({candidate.sequence, plan, window}), terms.rounding});
    }
  }
  return segments;
}

Result<Sequence> Rules::find_named(const FactRef& ref, const Case& on) {
  const FactId id{ref.source.empty() ? on.submission.id.source : ref.source, ref.id};
  if (const auto sequence = on.writer.find(id); sequence && *sequence < on.writer.next_sequence()) return *sequence;
  return refuse(Code::unknown_entry, fmt::format("nothing was recorded under {}", id.to_string()),
                "record that fact first, or check source and id");
}

ledger::LineKey line_key(PartyNumber creditor, PartyNumber debtor, Currency currency, Category category, Sequence version,
                         const std::string& term, const Tax& tax) {
  ledger::LineKey key;
  key.creditor = creditor;
  key.debtor = debtor;
  key.currency = currency;
  key.category = category;
  key.version = version;
  key.term = term;
  key.tax_category = tax.category;
  key.tax_rate = tax.rate;
  return key;
}

ledger::AccountKind income_of(Category category) {
  using ledger::AccountKind;
  switch (category) {
    case Category::training: return AccountKind::income_training;
    case Category::commission: return AccountKind::income_commission;
    case Category::program_fee: return AccountKind::income_program_fee;
    case Category::service: return AccountKind::income_service;
    case Category::certification: return AccountKind::income_certification;
    case Category::marketing: return AccountKind::income_marketing;
    case Category::none:
    case Category::other: return AccountKind::income_other;
  }
  return AccountKind::income_other;
}

std::vector<ledger::Posting> accrual(const ledger::LineKey& key, std::int64_t amount_minor) {
  if (amount_minor == 0) return {};
  const auto account = [&](ledger::AccountKind kind) {
    return ledger::Account{key.creditor, key.debtor, kind, key.currency};
  };
  return {{account(ledger::AccountKind::unbilled), amount_minor}, {account(income_of(key.category)), -amount_minor}};
}

void put_items(std::vector<ledger::Item> items, ledger::Draft& draft) {
  std::optional<Period> earned;  // of a sale
  for (const ledger::Item& item : items) {
    draft.matures = std::max(draft.matures, item.trace.matures);
    earned = std::max(earned, item.trace.earned);
  }
  for (ledger::Item& item : items) {
    if (earned) {
      item.trace.matures = draft.matures;
      item.trace.earned = earned;
    }
    if (item.key.billing != ledger::Billing::invoiced) continue;
    for (const ledger::Posting& posting : accrual(item.key, item.amount_minor)) draft.postings.push_back(posting);
  }
  draft.items = std::move(items);
}

}  // namespace quits::program
