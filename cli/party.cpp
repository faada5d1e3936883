// quits party: who takes part.
#include "cli/commands.h"
#include "cli/recording.h"
#include "cli/views.h"
#include "program/parties.h"

namespace quits::cli {
namespace {

constexpr CommandText kText{"party", "Register and look up the organisations of the program",
                            "  quits party add FRANCE --name \"Partenaire SARL\" --country FR\n"
                            "  quits party list\n"
                            "  quits party show FRANCE\n"};
constexpr CommandText kAdd{
    "add", "Register a party",
    "  quits party add FRANCE --name \"Partenaire SARL\" --country FR --vat-id FR12345678901\n"};
constexpr CommandText kList{"list", "List all parties",
                            "  quits party list\n  quits party list --csv\n"};
constexpr CommandText kShow{"show", "Show one party", "  quits party show FRANCE\n"};

struct AddOptions {
  program::PartyRegistered party;
  bool dry_run = false;
};

constexpr OptionName kAddNames[] = {{"party_registered.key", "KEY"},
                                    {"party_registered.name", "--name"},
                                    {"party_registered.country", "--country"},
                                    {"party_registered.vat_id", "--vat-id"}};

Status add_party(Session& session, const AddOptions& options) {
  TRY_STATUS(session.refuse_csv());
  TRY(const auto fact, submission("party/" + options.party.key, options.party));
  TRY(const auto receipt, record_one(session, fact, options.dry_run));
  report(session, "registered " + options.party.key, {&fact, 1}, {&receipt, 1}, options.dry_run);
  return {};
}

Status list_parties(Session& session) {
  const auto parties = program::all_parties(session.book_for_reading().database());
  if (session.output().wants_json()) {
    v1::PartyList list;
    for (const auto& party : parties) *list.add_party() = view_of(party);
    session.output().print_json(list);
    return {};
  }
  Table table({"key", "name", "country", "VAT id", "role", {"entry", Align::right}});
  for (const auto& party : parties) {
    table.add({party.key, party.name, party.country, party.vat_id,
               party.is_operator ? "operator" : "", count_cell(party.number.value)});
  }
  session.output().print(table);
  return {};
}

Status show_party(Session& session, const std::string& key) {
  TRY_STATUS(session.refuse_csv());
  storage::Database& database = session.book_for_reading().database();
  const auto party = program::party_by_key(database, key);
  if (!party) return refuse(program::unknown_party(database, key));
  Output& output = session.output();
  if (output.wants_json()) {
    output.print_json(view_of(*party));
    return {};
  }
  output.line("{}  {}{}", output.ink().paint(Style::strong, party->key), party->name,
              party->is_operator ? "  (operator)" : "");
  if (!party->country.empty()) output.line("  country  {}", party->country);
  if (!party->vat_id.empty()) output.line("  VAT id   {}", party->vat_id);
  output.line("  entry    {}", party->number.value);
  return {};
}

}  // namespace

void add_party_commands(CLI::App& app, Session& session) {
  CLI::App& group = add_group(app, kText);
  CLI::App& add = add_command(group, kAdd);
  auto options = std::make_shared<AddOptions>();
  add.add_option("KEY", options->party.key,
                 "What it is called from now on: letters, digits and . _ - space")
      ->required();
  add.add_option("--name", options->party.name, "Legal name")->type_name("NAME")->required();
  add.add_option("--country", options->party.country, "ISO 3166 alpha-2 code")->type_name("CODE");
  add.add_option("--vat-id", options->party.vat_id, "VAT identification number")->type_name("ID");
  add_dry_run(add, options->dry_run);
  on_run(add, session,
         [&session, options] { return in_words_of(kAddNames, add_party(session, *options)); });

  on_run(add_command(group, kList), session, [&session] { return list_parties(session); });

  CLI::App& show = add_command(group, kShow);
  auto key = std::make_shared<std::string>();
  show.add_option("KEY", *key, "Which party")->required();
  on_run(show, session, [&session, key] { return show_party(session, *key); });
}

}  // namespace quits::cli
