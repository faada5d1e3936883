// quits init: a new book and its operator.
#include <filesystem>

#include "cli/commands.h"
#include "cli/recording.h"

namespace quits::cli {
namespace {

constexpr CommandText kText{"init", "Make a new book and register its operator",
                            "  quits --book acme.quits init --operator ACME --name \"ACME Ltd\"\n"
                            "  quits --book acme.quits init --operator ACME --name \"ACME Ltd\" "
                            "--country DE --vat-id DE123456789\n"};

struct InitOptions {
  program::PartyRegistered party;
  std::string title;
};

constexpr OptionName kNames[] = {
    {"book_opened.title", "--title"},          {"book_opened.operator", "--operator"},
    {"party_registered.key", "--operator"},    {"party_registered.name", "--name"},
    {"party_registered.country", "--country"}, {"party_registered.vat_id", "--vat-id"}};

Status refuse_other_book(const Session& session, const std::vector<ledger::Submission>& facts,
                         service::BookFile& file) {
  const auto recorded = file.book().find(facts.front().id);
  if (!recorded && file.book().log().size() == 0)
    return {};  // made, but its first entry was never written
  const bool same = recorded && file.book().read(*recorded).fact == facts.front().fact;
  if (same) return {};
  return refuse(Code::already_exists,
                fmt::format("there is another book at {}", session.book_location()),
                "choose another --book for a new one");
}

Status init(Session& session, const InitOptions& options) {
  TRY_STATUS(session.refuse_csv());
  program::PartyRegistered party = options.party;
  party.is_operator = true;
  const std::string title = options.title.empty() ? party.name + " partner program" : options.title;
  std::vector<ledger::Submission> facts;
  TRY(facts.emplace_back(), submission("book", program::BookOpened{title, party.key}));
  TRY(facts.emplace_back(), submission("party/" + party.key, party));
  session.actor();  // asked for before a file is made
  const bool exists = std::filesystem::exists(session.book_location());
  service::BookFile& file = exists ? session.book_for_writing() : session.create_book();
  if (exists) TRY_STATUS(refuse_other_book(session, facts, file));
  TRY(const auto receipts, record_all(session, file, facts, false));
  report(session, fmt::format("opened the book \"{}\" at {}", title, session.book_location()),
         facts, receipts, false);
  return {};
}

}  // namespace

void add_init_command(CLI::App& app, Session& session) {
  CLI::App& command = add_command(app, kText);
  auto options = std::make_shared<InitOptions>();
  command.add_option("--operator", options->party.key, "Key of the party that runs the program")
      ->type_name("KEY")
      ->required();
  command.add_option("--name", options->party.name, "Its legal name")
      ->type_name("NAME")
      ->required();
  command.add_option("--title", options->title, "What the book is called; else after the operator")
      ->type_name("TITLE");
  command.add_option("--country", options->party.country, "ISO 3166 alpha-2 code")
      ->type_name("CODE");
  command.add_option("--vat-id", options->party.vat_id, "VAT identification number")
      ->type_name("ID");
  on_run(command, session,
         [&session, options] { return in_words_of(kNames, init(session, *options)); });
}

}  // namespace quits::cli
