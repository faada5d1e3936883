// quits agreement propose and accept: how terms come to bind two parties.
#include "cli/agreement_parts.h"
#include "cli/recording.h"
#include "program/parties.h"
#include "service/wire.h"

namespace quits::cli {
namespace {

constexpr CommandText kPropose{
    "propose", "Propose terms: the next version of an agreement",
    "  quits agreement propose reseller.terms --agreement reseller --partner FRANCE --from "
    "2026-01-01\n"
    "  quits agreement propose reseller.terms --agreement reseller --partner FRANCE --partner "
    "SPAIN --from 2026-01-01\n"
    "                                         proposes reseller/FRANCE and reseller/SPAIN\n"
    "  quits agreement propose proposals.txtpb     a file of agreement_proposed facts\n"};
constexpr CommandText kAccept{"accept", "Accept a proposed version: from now on it binds both",
                              "  quits agreement accept reseller --version 1 --by FRANCE\n"
                              "  quits agreement accept reseller --version 2 --by FRANCE "
                              "--dry-run    shows what it changes\n"};

struct ProposeOptions {
  std::string file;
  std::string agreement;
  std::vector<std::string> partners;
  std::string principal;
  std::string from;
  std::string by;
  std::uint32_t version = 0;  // 0: the next
  bool dry_run = false;
};

struct AcceptOptions {
  program::AgreementAccepted accepted;
  bool dry_run = false;
};

constexpr OptionName kProposeNames[] = {
    {"agreement_proposed.agreement", "--agreement"}, {"agreement_proposed.version", "--version"},
    {"agreement_proposed.principal", "--principal"}, {"agreement_proposed.partner", "--partner"},
    {"agreement_proposed.effective_from", "--from"}, {"agreement_proposed.proposed_by", "--by"}};
constexpr OptionName kAcceptNames[] = {{"agreement_accepted.agreement", "AGREEMENT"},
                                       {"agreement_accepted.version", "--version"},
                                       {"agreement_accepted.accepted_by", "--by"}};

bool names_terms(const ProposeOptions& options) {
  return !options.agreement.empty() || !options.partners.empty() || !options.from.empty() ||
         !options.by.empty() || options.version != 0;
}

// The version that is meant where none was named: the next one, or the newest one when it says the
// same already.
std::uint32_t version_meant(service::BookFile& file, program::AgreementProposed proposed) {
  const auto versions = program::versions_of(file.database(), proposed.agreement);
  if (versions.empty()) return 1;
  program::FactCodec codec;
  const auto newest = codec.decode(file.book().read(versions.back().sequence).fact);
  proposed.version = versions.back().version;
  const auto* known = newest ? std::get_if<program::AgreementProposed>(&*newest) : nullptr;
  return known != nullptr && *known == proposed ? proposed.version : proposed.version + 1;
}

Result<program::AgreementProposed> proposal(service::BookFile& file, const ProposeOptions& options,
                                            const service::TermsText& text) {
  program::AgreementProposed proposed;
  proposed.principal = options.principal;
  if (proposed.principal.empty()) {
    if (const auto party = program::operator_of(file.database())) proposed.principal = party->key;
  }
  proposed.proposed_by = options.by.empty() ? proposed.principal : options.by;
  TRY(proposed.effective_from, of_option("--from", Date::parse_iso(options.from)));
  proposed.terms = text.terms;
  return proposed;
}

Status check_options(const ProposeOptions& options) {
  if (!options.agreement.empty() && !options.partners.empty() && !options.from.empty()) return {};
  return refuse(Code::usage,
                "a file of terms needs --agreement KEY, --partner PARTY and --from DATE",
                "or give a file of agreement_proposed facts, which say all that themselves");
}

Result<std::vector<ledger::Submission>> proposals_of_terms(service::BookFile& file,
                                                           const ProposeOptions& options,
                                                           const std::string& bytes) {
  TRY_STATUS(check_options(options));
  TRY(const service::TermsText text, service::TermsText::parse(bytes, options.file));
  if (auto problems = program::check(text.terms); !problems.empty())
    return refuse(text.placed(std::move(problems.front())));
  TRY(program::AgreementProposed proposed, proposal(file, options, text));
  std::vector<ledger::Submission> facts;
  for (const std::string& partner : options.partners) {
    proposed.partner = partner;
    proposed.agreement =
        options.partners.size() == 1 ? options.agreement : options.agreement + "/" + partner;
    proposed.version = options.version != 0 ? options.version : version_meant(file, proposed);
    TRY(facts.emplace_back(),
        submission(fmt::format("agreement/{}/{}", proposed.agreement, proposed.version), proposed));
  }
  return facts;
}

Result<std::vector<ledger::Submission>> proposals_of_facts(const ProposeOptions& options,
                                                           const std::string& bytes) {
  if (names_terms(options)) {
    return refuse(Code::usage, "a file of facts says itself who agrees with whom",
                  "leave out --agreement, --partner, --from, --by and --version");
  }
  TRY(const service::FactText text,
      service::FactText::parse(bytes, options.file, std::string(kOwnSource)));
  std::vector<ledger::Submission> facts;
  for (const auto& fact : text.facts) {
    TRY(facts.emplace_back(), fact);
    if (ledger::kind_of(facts.back().fact) != program::kind::agreement_proposed) {
      return refuse(text.placed(Error{Code::bad_value,
                                      "this fact proposes no agreement",
                                      "record it with: quits record FILE",
                                      {}},
                                facts.size() - 1));
    }
  }
  if (facts.empty())
    return refuse(
        Error{Code::missing_field, "the file holds no fact", {}, Place{options.file, 0, 0, {}}});
  return facts;
}

// "ACME proposed reseller version 2", or how many there are.
std::string what_is_proposed(std::span<const ledger::Submission> facts) {
  program::FactCodec codec;
  const auto fact = codec.decode(facts.front().fact);
  const auto* proposed = fact ? std::get_if<program::AgreementProposed>(&*fact) : nullptr;
  if (proposed == nullptr || facts.size() > 1)
    return fmt::format("proposed {} versions", facts.size());
  return fmt::format("{} proposed {} version {}", proposed->proposed_by, proposed->agreement,
                     proposed->version);
}

Status propose(Session& session, const ProposeOptions& options) {
  TRY_STATUS(session.refuse_csv());
  TRY(const std::string bytes, service::read_text(options.file));
  service::BookFile& file = session.book_for_writing();
  TRY(const auto facts, service::holds_facts(bytes) ? proposals_of_facts(options, bytes)
                                                    : proposals_of_terms(file, options, bytes));
  TRY(const auto receipts, record_all(session, file, facts, options.dry_run));
  report(session, what_is_proposed(facts), facts, receipts, options.dry_run);
  return {};
}

// Who accepts where nobody was named: the side that did not propose.
Status complete(storage::Database& database, program::AgreementAccepted& accepted) {
  TRY(const auto versions, known_versions(database, accepted.agreement));
  TRY(const program::AgreementVersion version, version_numbered(versions, accepted.version));
  if (accepted.accepted_by.empty())
    accepted.accepted_by =
        version.proposed_by == version.principal ? version.partner : version.principal;
  return {};
}

Status accept(Session& session, const AcceptOptions& options) {
  TRY_STATUS(session.refuse_csv());
  program::AgreementAccepted accepted = options.accepted;
  TRY_STATUS(complete(session.book_for_writing().database(), accepted));
  TRY(const auto fact,
      submission(fmt::format("accept/{}/{}", accepted.agreement, accepted.version), accepted));
  TRY(const auto receipt, record_one(session, fact, options.dry_run));
  report(session,
         fmt::format("{} accepted {} version {}", accepted.accepted_by, accepted.agreement,
                     accepted.version),
         {&fact, 1}, {&receipt, 1}, options.dry_run);
  if (session.output().wants_text()) {
    print_what_changes(session.output(), session.book_for_writing(), accepted.agreement,
                       accepted.version);
  }
  return {};
}

}  // namespace

void add_agreement_propose(CLI::App& group, Session& session) {
  CLI::App& command = add_command(group, kPropose);
  auto options = std::make_shared<ProposeOptions>();
  command
      .add_option("FILE", options->file, "Terms, or facts that propose some; - is standard input")
      ->required();
  command
      .add_option("--agreement", options->agreement,
                  "Key of the agreement; with several partners KEY/PARTNER each")
      ->type_name("KEY");
  command.add_option("--partner", options->partners, "The partner side; may be said several times")
      ->type_name("PARTY")
      ->expected(1)
      ->take_all();
  command.add_option("--principal", options->principal, "The other side; else the operator")
      ->type_name("PARTY");
  command.add_option("--from", options->from, "First day on which the version decides")
      ->type_name("DATE");
  command.add_option("--by", options->by, "Who proposes; else the principal")->type_name("PARTY");
  command.add_option("--version", options->version, "Its number; else the next")->type_name("N");
  add_dry_run(command, options->dry_run);
  on_run(command, session, [&session, options] {
    const Status status = propose(session, *options);
    return names_terms(*options) ? in_words_of(kProposeNames, status) : status;
  });
}

void add_agreement_accept(CLI::App& group, Session& session) {
  CLI::App& command = add_command(group, kAccept);
  auto options = std::make_shared<AcceptOptions>();
  command.add_option("AGREEMENT", options->accepted.agreement, "Its key")->required();
  command.add_option("--version", options->accepted.version, "Which version")
      ->type_name("N")
      ->required();
  command
      .add_option("--by", options->accepted.accepted_by,
                  "Who accepts; else the side that did not propose")
      ->type_name("PARTY");
  add_dry_run(command, options->dry_run);
  on_run(command, session,
         [&session, options] { return in_words_of(kAcceptNames, accept(session, *options)); });
}

}  // namespace quits::cli
