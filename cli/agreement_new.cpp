// quits agreement new: a commented file of terms to start from.
#include <cerrno>
#include <cstdio>
#include <cstring>

#include "base/text.h"
#include "cli/agreement_parts.h"
#include "cli/terms_examples.h"
#include "cli/views.h"
#include "program/encoding.h"
#include "service/wire.h"

namespace quits::cli {
namespace {

constexpr CommandText kText{"new", "Write a commented file of terms to start from",
                            "  quits agreement new                              lists the kinds\n"
                            "  quits agreement new reseller                     prints it\n"
                            "  quits agreement new reseller --output reseller.terms\n"};

constexpr std::string_view kEnding = ".terms";

struct Options {
  std::string kind;
  std::string output;
};

std::string_view kind_of(const terms_examples::File& file) {
  return file.name.substr(0, file.name.size() - kEnding.size());
}

// The first comment of the file says what it is for.
std::string_view description_of(const terms_examples::File& file) {
  const std::string_view line = file.text.substr(0, file.text.find('\n'));
  return line.substr(std::min(line.find_first_not_of("# "), line.size()));
}

void list_kinds(Output& output) {
  v1::TermsKindList list;
  Table table({"kind", "for"});
  for (const terms_examples::File& file : terms_examples::kFiles) {
    v1::TermsKindView& kind = *list.add_kind();
    kind.set_kind(std::string(kind_of(file)));
    kind.set_description(std::string(description_of(file)));
    table.add({kind.kind(), kind.description()});
  }
  if (output.wants_json()) return output.print_json(list);
  output.print(table);
  output.note("write one with: quits agreement new KIND --output FILE");
}

Result<terms_examples::File> example_of(const std::string& kind) {
  std::vector<std::string_view> kinds;
  for (const terms_examples::File& file : terms_examples::kFiles) {
    if (kind_of(file) == kind) return file;
    kinds.push_back(kind_of(file));
  }
  const std::string near = closest(kind, kinds);
  return refuse(Code::not_found, fmt::format("there is no kind of terms {}", in_quotes(kind)),
                near.empty() ? fmt::format("choose {}", fmt::join(kinds, ", "))
                             : fmt::format("did you mean {}?", near));
}

// Never over a file that is there.
Status write_new(const std::string& path, std::string_view text) {
  std::FILE* file = std::fopen(path.c_str(), "wxb");
  if (file == nullptr) {
    const bool exists = errno == EEXIST;
    return refuse(Error{exists ? Code::already_exists : Code::unavailable,
                        fmt::format("cannot write {}: {}", path, std::strerror(errno)),
                        exists ? "name another file, or move that one away" : "",
                        {}});
  }
  const bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size();
  if (std::fclose(file) == 0 && written) return {};
  return refuse(Code::unavailable, fmt::format("cannot write {}: {}", path, std::strerror(errno)));
}

// JSON has no comments: it is the terms alone.
Status print_json_terms(Output& output, const terms_examples::File& file) {
  TRY(const auto text, service::TermsText::parse(file.text, std::string(file.name)));
  v1::Terms message;
  program::to_message(text.terms, message);
  output.print_json(message);
  return {};
}

Status write_example(Session& session, const Options& options) {
  TRY_STATUS(session.refuse_csv());
  TRY(const terms_examples::File file, example_of(options.kind));
  Output& output = session.output();
  if (options.output.empty()) {
    if (output.wants_json()) return print_json_terms(output, file);
    output.print(file.text);
    return {};
  }
  TRY_STATUS(write_new(options.output, file.text));
  output.note("wrote {}: change it, then run `quits agreement check {}`", options.output,
              options.output);
  return {};
}

}  // namespace

void add_agreement_new(CLI::App& group, Session& session) {
  CLI::App& command = add_command(group, kText);
  auto options = std::make_shared<Options>();
  CLI::Option* kind = command.add_option("KIND", options->kind,
                                         "reseller, referral ...; without it: a list of them");
  command.add_option("--output", options->output, "The file to write; else standard output")
      ->type_name("FILE")
      ->needs(kind);
  on_run(command, session, [&session, options] {
    if (!options->kind.empty()) return write_example(session, *options);
    list_kinds(session.output());
    return Status();
  });
}

}  // namespace quits::cli
