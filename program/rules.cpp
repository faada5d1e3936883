#include "program/rules.h"

#include <fmt/core.h>

#include "base/failure.h"
#include "storage/database.h"

namespace quits::program {

Rules::Rules(storage::Database& database) : register_(&database) {}

bool Rules::handles(ledger::FactKind kind) const {
  return kind >= kind::book_opened && kind <= kind::reversal;
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
  return *left == *right;
}

const Terms& Rules::terms_of(Sequence version, ledger::Writer& writer) {
  auto& terms = terms_[version.value];
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

Result<Rules::Ground> Rules::ground_of(const AgreementVersion& version, ledger::Writer& writer) {
  TRY(const Party* principal, register_.parties.get(version.principal));
  const PartyNumber principal_number = principal->number;
  TRY(const Party* partner, register_.parties.get(version.partner));
  return Ground{&version, &terms_of(version.sequence, writer), principal_number, partner->number};
}

Result<Rules::Ground> Rules::ground_for(const std::string& agreement, const std::string& partner, Date on,
                                        ledger::Writer& writer) {
  const AgreementVersion* found = nullptr;
  if (!agreement.empty()) {
    const auto& versions = register_.agreements.versions(agreement);
    if (versions.empty()) {
      writer.flush();
      return tl::unexpected<Error>(unknown_agreement(writer.database(), agreement));
    }
    if (!partner.empty() && versions.front().partner != partner) {
      return refuse(Code::party_mismatch, fmt::format("agreement \"{}\" is with {}, not {}", agreement, versions.front().partner, partner));
    }
    found = version_on(versions, on);
  } else {
    TRY_STATUS(register_.parties.get(partner));
    for (const std::string& key : register_.agreements.of_partner(partner)) {
      const AgreementVersion* version = version_on(register_.agreements.versions(key), on);
      if (version == nullptr) continue;
      if (found != nullptr) {
        return refuse(Code::ambiguous_agreement,
                      fmt::format("{} has more than one agreement in force on {}: \"{}\" and \"{}\"", partner, on.to_string(),
                                  found->agreement, version->agreement),
                      "name the agreement in the fact");
      }
      found = version;
    }
  }
  if (found == nullptr) {
    return refuse(Code::no_agreement,
                  fmt::format("no agreement of {} is in force on {}", agreement.empty() ? partner : "\"" + agreement + "\"", on.to_string()),
                  "propose one and have it accepted by the other side: quits agreement propose FILE");
  }
  return ground_of(*found, writer);
}

Date Rules::agreement_start(const std::string& agreement) {
  const auto& versions = register_.agreements.versions(agreement);
  for (const AgreementVersion& version : versions) {
    if (version.accepted_by) return version.effective_from;
  }
  return Date();
}

Result<std::vector<Segment>> Rules::segments_of(const std::string& plan, const AgreementVersion& version, Date window,
                                                std::size_t& index, ledger::Writer& writer) {
  std::vector<Segment> segments;
  for (const AgreementVersion& candidate : register_.agreements.versions(version.agreement)) {
    if (!candidate.accepted_by) continue;
    const Terms& terms = terms_of(candidate.sequence, writer);
    for (const CommissionPlan& known : terms.plans) {
      if (known.name != plan || known.basis == Basis::per_event) continue;
      if (candidate.sequence == version.sequence) index = segments.size();
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

}  // namespace quits::program
