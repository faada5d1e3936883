// quits agreement check: what is wrong with terms, before anybody signs them.
#include "cli/agreement_parts.h"
#include "cli/views.h"
#include "program/encoding.h"
#include "service/wire.h"

namespace quits::cli {
namespace {

constexpr CommandText kText{"check", "Check a file of terms or facts, without a book",
                            "  quits agreement check reseller.terms\n"};

// The path of a field of the terms within a fact that proposes them.
constexpr std::string_view kTermsPath = "agreement_proposed.terms.";

std::vector<Error> problems_of_facts(const service::FactText& text) {
  std::vector<Error> problems;
  program::FactCodec codec;
  for (std::size_t i = 0; i < text.facts.size(); ++i) {
    if (!text.facts[i]) {
      problems.push_back(text.facts[i].error());
      continue;
    }
    const auto fact = codec.decode(text.facts[i]->fact);
    const auto* proposed = fact ? std::get_if<program::AgreementProposed>(&*fact) : nullptr;
    if (proposed == nullptr) continue;
    for (Error& error : program::check(proposed->terms)) {
      error.place.field = std::string(kTermsPath) + error.place.field;
      problems.push_back(text.placed(std::move(error), i));
    }
  }
  return problems;
}

Result<std::vector<Error>> problems_of(const std::string& path) {
  TRY(const std::string bytes, service::read_text(path));
  if (service::holds_facts(bytes)) {
    auto facts = service::FactText::parse(bytes, path, "check");
    if (!facts) return std::vector<Error>{facts.error()};
    return problems_of_facts(*facts);
  }
  auto terms = service::TermsText::parse(bytes, path);
  if (!terms) return std::vector<Error>{terms.error()};
  std::vector<Error> problems;
  for (Error& error : program::check(terms->terms))
    problems.push_back(terms->placed(std::move(error)));
  return problems;
}

Status check_file(Session& session, const std::string& path) {
  TRY_STATUS(session.refuse_csv());
  TRY(const std::vector<Error> problems, problems_of(path));
  Output& output = session.output();
  if (output.wants_json()) {
    v1::TermsCheckView view;
    view.set_file(path);
    for (const Error& error : problems) *view.add_problem() = view_of(error);
    output.print_json(view);
  } else if (problems.empty()) {
    output.line("{}: nothing is wrong", path);
  } else {
    for (const Error& error : problems) output.print(describe(error, output.ink()));
    output.line("{}: {} problem{}", path, problems.size(), problems.size() == 1 ? "" : "s");
  }
  if (!problems.empty()) session.report_findings();
  return {};
}

}  // namespace

void add_agreement_check(CLI::App& group, Session& session) {
  CLI::App& command = add_command(group, kText);
  auto path = std::make_shared<std::string>();
  command.add_option("FILE", *path, "Terms, or facts that propose some; - is standard input")
      ->required();
  on_run(command, session, [&session, path] { return check_file(session, *path); });
}

}  // namespace quits::cli
