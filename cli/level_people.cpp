// quits level certify and leave: the people that levels count on.
#include <fmt/core.h>

#include "cli/level_parts.h"
#include "cli/recording.h"

namespace quits::cli {
namespace {

constexpr CommandText kCertify{
    "certify", "Record that a person passed a certification",
    "  quits level certify FRANCE ann architect --on 2026-02-01 --evidence 'exam 17'\n"
    "  quits level certify FRANCE ann architect --on 2026-02-01 --evidence 'exam 17' "
    "--expires 2028-01-31\n"};
constexpr CommandText kLeave{
    "leave", "Record that a person left a partner; levels that counted on it are reviewed at once",
    "  quits level leave FRANCE ann --on 2026-08-10\n"
    "  quits level leave FRANCE ann --on 2026-08-10 --joins SPAIN\n"};

struct CertifyOptions {
  program::PersonCertified certified;
  std::string on;
  std::string expires;
  bool dry_run = false;
};
struct LeaveOptions {
  program::PersonLeft left;
  std::string on;
  bool dry_run = false;
};

constexpr OptionName kCertifyNames[] = {
    {"person_certified.partner", "PARTNER"},         {"person_certified.person", "PERSON"},
    {"person_certified.certificate", "CERTIFICATE"}, {"person_certified.on", "--on"},
    {"person_certified.expires_on", "--expires"},    {"person_certified.evidence", "--evidence"}};
constexpr OptionName kLeaveNames[] = {{"person_left.partner", "PARTNER"},
                                      {"person_left.person", "PERSON"},
                                      {"person_left.on", "--on"},
                                      {"person_left.joins", "--joins"}};

Status certify(Session& session, const CertifyOptions& options) {
  TRY_STATUS(session.refuse_csv());
  program::PersonCertified certified = options.certified;
  TRY(certified.on, of_option("--on", Date::parse_iso(options.on)));
  if (!options.expires.empty()) {
    TRY(certified.expires_on, of_option("--expires", Date::parse_iso(options.expires)));
  }
  const std::string id =
      fmt::format("level/certify/{}/{}/{}/{}", certified.partner, certified.person,
                  certified.certificate, certified.on.to_string());
  TRY(const auto fact, submission(id, certified));
  TRY(const auto receipt, record_one(session, fact, options.dry_run));
  report(session,
         fmt::format("{} of {} is certified: {}", certified.person, certified.partner,
                     certified.certificate),
         {&fact, 1}, {&receipt, 1}, options.dry_run);
  return {};
}

Status leave(Session& session, const LeaveOptions& options) {
  TRY_STATUS(session.refuse_csv());
  program::PersonLeft left = options.left;
  TRY(left.on, of_option("--on", Date::parse_iso(options.on)));
  const std::string id =
      fmt::format("level/leave/{}/{}/{}", left.partner, left.person, left.on.to_string());
  TRY(const auto fact, submission(id, left));
  TRY(const auto receipt, record_one(session, fact, options.dry_run));
  report(session,
         fmt::format("{} left {}{}", left.person, left.partner,
                     left.joins.empty() ? "" : " and joined " + left.joins),
         {&fact, 1}, {&receipt, 1}, options.dry_run);
  return {};
}

}  // namespace

void add_level_certify(CLI::App& group, Session& session) {
  CLI::App& command = add_command(group, kCertify);
  auto options = std::make_shared<CertifyOptions>();
  command.add_option("PARTNER", options->certified.partner, "Whom the person works for")
      ->required();
  command.add_option("PERSON", options->certified.person, "As the partner names it")->required();
  command.add_option("CERTIFICATE", options->certified.certificate, "Which one")->required();
  command.add_option("--on", options->on, "When it was passed")->type_name("DATE")->required();
  command
      .add_option("--evidence", options->certified.evidence,
                  "Certificate number or attendance list, as a reference")
      ->type_name("TEXT")
      ->required();
  command.add_option("--expires", options->expires, "Last day on which it counts; else for ever")
      ->type_name("DATE");
  add_dry_run(command, options->dry_run);
  on_run(command, session,
         [&session, options] { return in_words_of(kCertifyNames, certify(session, *options)); });
}

void add_level_leave(CLI::App& group, Session& session) {
  CLI::App& command = add_command(group, kLeave);
  auto options = std::make_shared<LeaveOptions>();
  command.add_option("PARTNER", options->left.partner, "Whom the person worked for")->required();
  command.add_option("PERSON", options->left.person, "As the partner names it")->required();
  command.add_option("--on", options->on, "The first day on which it does not work there")
      ->type_name("DATE")
      ->required();
  command.add_option("--joins", options->left.joins, "The partner it works for now")
      ->type_name("PARTNER");
  add_dry_run(command, options->dry_run);
  on_run(command, session,
         [&session, options] { return in_words_of(kLeaveNames, leave(session, *options)); });
}

}  // namespace quits::cli
