// quits key: the keys that checkpoints are signed with.
#include "cli/commands.h"
#include "cli/recording.h"
#include "cli/signing.h"
#include "cli/views_checkpoint.h"
#include "service/key_file.h"

namespace quits::cli {
namespace {

constexpr CommandText kText{"key", "Make the keys that checkpoints are signed with, and show them",
                            "  quits key new --name acme.example/partners --out acme.key\n"
                            "  quits key use acme.key\n  quits key show\n"};
constexpr CommandText kNew{"new",
                           "Make a private key; it stays in its file and never enters a book",
                           "  quits key new --name acme.example/partners --out acme.key\n"};
constexpr CommandText kUse{"use", "Let the book sign with a key from now on: its first one",
                           "  quits key use acme.key\n"};
constexpr CommandText kShow{
    "show", "Show the verifier key of a file, or the keys of the book",
    "  quits key show acme.key    the line to hand out\n  quits key show\n"};
constexpr CommandText kRotate{
    "rotate", "Make a new key for the book; the old one announces it, and verifies what it signed",
    "  quits key rotate --key acme.key --out acme-2027.key\n"
    "  quits key rotate --lost --out acme-2027.key    nobody announces it: tell your auditors\n"};

struct NewOptions {
  std::string name;
  std::string out;
};

struct RotateOptions {
  std::string key;
  std::string out;
  bool lost = false;
};

Status new_key(Session& session, const NewOptions& options) {
  TRY_STATUS(session.refuse_csv());
  TRY_STATUS(of_option("--name", proof::check_key_name(options.name)));
  const proof::SigningKey key = proof::SigningKey::generate(options.name);
  TRY_STATUS(of_option("--out", service::write_key(options.out, key)));
  if (session.output().wants_json()) {
    session.output().print_json(view_of(key.verifier()));
    return {};
  }
  session.output().line("{}", key.verifier().to_string());
  session.output().note("made the private key {}: keep it, and a copy of it, where the book is not",
                        options.out);
  session.output().note("next: quits key use {}", options.out);
  return {};
}

void report_listed(Session& session, const ledger::ListedKey& listed) {
  if (session.output().wants_json()) {
    v1::SigningKeyView view = view_of(listed.key);
    view.set_from_size(listed.from_size);
    view.set_in_use(true);
    session.output().print_json(view);
    return;
  }
  session.output().line("{}", listed.key.to_string());
}

Status use_key(Session& session, const std::string& file) {
  TRY_STATUS(session.refuse_csv());
  TRY(const proof::SigningKey key, service::read_key(file));
  TRY(const auto listed, session.book_for_writing().checkpoints().use(key));
  report_listed(session, listed);
  session.output().note("the book signs with this key from {} entries on: hand out the line above",
                        grouped(std::to_string(listed.from_size)));
  return {};
}

Status rotate_key(Session& session, const RotateOptions& options) {
  TRY_STATUS(session.refuse_csv());
  if (options.lost == !options.key.empty()) {
    return refuse(Code::usage, "say --key FILE with the key in use, or --lost, and not both",
                  "the key in use announces the new one; a lost key cannot");
  }
  ledger::Checkpoints& checkpoints = session.book_for_writing().checkpoints();
  std::optional<proof::SigningKey> before;
  if (!options.lost) {
    TRY(before, of_option("--key", service::read_key(options.key)));
    TRY_STATUS(checkpoints.require_current(before->verifier()));
  }
  const auto known = checkpoints.keys();
  if (known.empty()) {
    return refuse(Code::key_not_listed, "the book signs with no key yet",
                  "let it sign with one: quits key use FILE");
  }
  const proof::SigningKey next = proof::SigningKey::generate(known.back().key.name);
  TRY_STATUS(of_option("--out", service::write_key(options.out, next)));
  TRY(const auto listed, checkpoints.replace(before ? &*before : nullptr, next));
  report_listed(session, listed);
  session.output().note("key {} signs from {} entries on, {}", listed.key.id_text(),
                        grouped(std::to_string(listed.from_size)),
                        before ? "announced by key " + before->verifier().id_text()
                               : std::string("announced by nobody: tell your auditors"));
  return {};
}

Table table_of(const v1::SigningKeyList& list) {
  Table table({"key", {"from entries", Align::right}, "announced by", "in use", "verifier key"});
  for (const v1::SigningKeyView& key : list.key()) {
    table.add({key.key_id(), count_cell(key.from_size()), key.announced_by(),
               key.in_use() ? "yes" : "", key.verifier_key()},
              key.in_use() ? Style::plain : Style::faint);
  }
  return table;
}

Status show_keys(Session& session) {
  const auto keys = session.book_for_reading().checkpoints().keys();
  const v1::SigningKeyList list = view_of(keys);
  Output& output = session.output();
  if (output.wants_json()) {
    output.print_json(list);
  } else if (list.key().empty() && output.wants_text()) {
    output.line("The book signs with no key yet");
    output.line("Make one: quits key new --name ORIGIN --out FILE, then: quits key use FILE");
  } else {
    output.print(table_of(list));
  }
  return {};
}

Status show_key(Session& session, const std::string& file) {
  if (file.empty()) return show_keys(session);
  TRY_STATUS(session.refuse_csv());
  TRY(const proof::SigningKey key, service::read_key(file));
  if (session.output().wants_json()) {
    session.output().print_json(view_of(key.verifier()));
  } else {
    session.output().line("{}", key.verifier().to_string());
  }
  return {};
}

void add_rotate(CLI::App& group, Session& session) {
  CLI::App& command = add_command(group, kRotate);
  auto options = std::make_shared<RotateOptions>();
  command.add_option("--key", options->key, "The key in use, which announces the new one")
      ->type_name("FILE");
  command.add_option("--out", options->out, "Where the new private key goes")
      ->type_name("FILE")
      ->required();
  command.add_flag("--lost", options->lost, "The key in use is lost: nobody announces the new one");
  on_run(command, session, [&session, options] { return rotate_key(session, *options); });
}

}  // namespace

void add_key_commands(CLI::App& app, Session& session) {
  CLI::App& group = add_group(app, kText);
  CLI::App& make = add_command(group, kNew);
  auto options = std::make_shared<NewOptions>();
  make.add_option("--name", options->name, "Who signs: a web address without https://")
      ->type_name("ORIGIN")
      ->required();
  make.add_option("--out", options->out, "Where the private key goes; nothing may be there yet")
      ->type_name("FILE")
      ->required();
  on_run(make, session, [&session, options] { return new_key(session, *options); });
  auto file = std::make_shared<std::string>();
  CLI::App& use = add_command(group, kUse);
  use.add_option("FILE", *file, "The private key")->required();
  on_run(use, session, [&session, file] { return use_key(session, *file); });
  CLI::App& show = add_command(group, kShow);
  auto shown = std::make_shared<std::string>();
  show.add_option("FILE", *shown, "A private key; else the keys of the book");
  on_run(show, session, [&session, shown] { return show_key(session, *shown); });
  add_rotate(group, session);
}

}  // namespace quits::cli
