// quits agreement check: what is wrong with terms, before anybody signs them.
#include <filesystem>

#include "cli/agreement_parts.h"
#include "cli/names_sold.h"
#include "cli/views.h"
#include "cli/wording.h"
#include "program/encoding.h"
#include "service/terms_check.h"
#include "service/wire.h"

namespace quits::cli {
namespace {

constexpr CommandText kText{
    "check", "Check files of terms or facts: every mistake with its line and column",
    "  quits agreement check reseller.terms\n"
    "  quits agreement check *.terms\n"
    "  quits --book acme.quits agreement check reseller.terms\n"
    "                                         names products, groups, segments and regions that no "
    "sale of the book has\n"};

// The path of a field of the terms within a fact that proposes them.
constexpr std::string_view kTermsPath = "agreement_proposed.terms.";

struct Findings {
  std::string file;
  std::vector<Error> problems;
  std::vector<Error> warnings;
};

void check_facts(const service::FactText& text, Findings& findings) {
  program::FactCodec codec;
  for (std::size_t i = 0; i < text.facts.size(); ++i) {
    if (!text.facts[i]) {
      findings.problems.push_back(text.facts[i].error());
      continue;
    }
    const auto fact = codec.decode(text.facts[i]->fact);
    const auto* proposed = fact ? std::get_if<program::AgreementProposed>(&*fact) : nullptr;
    if (proposed == nullptr) continue;
    for (Error& error : program::check(proposed->terms)) {
      error.place.field = std::string(kTermsPath) + error.place.field;
      findings.problems.push_back(text.placed(std::move(error), i));
    }
  }
}

// The sales of the session's book, read when the first terms name something; none where there is no
// book.
class Sales {
 public:
  explicit Sales(Session& session) : session_(session) {}

  const NamesSold& names() {
    if (!read_ && session_.names_a_book()) {
      if (std::filesystem::exists(session_.book_location())) {
        names_ = names_sold(session_.book_for_reading().book());
      } else {
        session_.output().note("there is no book {}: names of products were not compared",
                               session_.book_location());
      }
    }
    read_ = true;
    return names_;
  }

 private:
  Session& session_;
  bool read_ = false;
  NamesSold names_;
};

void check_terms(const service::TermsCheck& text, Sales& sales, Findings& findings) {
  findings.problems = text.problems();
  if (!covers_names(text.terms())) return;
  for (Error& warning : unsold_names(text.terms(), sales.names())) {
    warning.place = text.place_of(warning.place.field);
    findings.warnings.push_back(std::move(warning));
  }
}

Result<Findings> findings_in(const std::string& path, Sales& sales) {
  Findings findings;
  findings.file = path;
  TRY(const std::string bytes, service::read_text(path));
  if (!service::holds_facts(bytes)) {
    check_terms(service::TermsCheck::of(bytes, path), sales, findings);
  } else if (const auto facts = service::FactText::parse(bytes, path, "check"); facts) {
    check_facts(*facts, findings);
  } else {
    findings.problems.push_back(facts.error());
  }
  return findings;
}

v1::TermsCheckView view_of(const Findings& findings) {
  v1::TermsCheckView view;
  view.set_file(findings.file);
  for (const Error& error : findings.problems) *view.add_problem() = cli::view_of(error);
  for (const Error& error : findings.warnings) *view.add_warning() = cli::view_of(error);
  return view;
}

// A warning looks like a problem with another first word.
std::string describe_warning(const Error& warning, Ink ink) {
  constexpr std::string_view kError = "error";
  std::string text = describe(warning, ink);
  if (const std::size_t at = text.find(kError); at != std::string::npos)
    text.replace(at, kError.size(), "warning");
  return text;
}

void print(Output& output, const Findings& findings) {
  bool bands = false;
  for (const Error& error : findings.problems) {
    output.print(describe(error, output.ink()));
    bands |= error.code == Code::bands_invalid;
  }
  for (const Error& warning : findings.warnings)
    output.print(describe_warning(warning, output.ink()));
  if (bands) {
    output.line(
        "A band has a lower edge only and ends where the next one begins, so there can be no gap "
        "and no overlap.");
  }
  std::string summary = "nothing is wrong";
  if (!findings.problems.empty())
    summary = counted(findings.problems.size(), "problem", "problems");
  if (!findings.warnings.empty())
    summary += ", " + counted(findings.warnings.size(), "warning", "warnings");
  output.line("{}: {}", findings.file, summary);
}

Status check_files(Session& session, const std::vector<std::string>& paths) {
  TRY_STATUS(session.refuse_csv());
  Output& output = session.output();
  Sales sales(session);
  v1::TermsCheckList list;
  for (const std::string& path : paths) {
    TRY(const Findings findings, findings_in(path, sales));
    if (!findings.problems.empty()) session.report_findings();
    *list.add_file() = view_of(findings);
    if (!output.wants_json()) print(output, findings);
  }
  if (!output.wants_json()) return {};
  if (list.file_size() == 1) {
    output.print_json(list.file(0));
  } else {
    output.print_json(list);
  }
  return {};
}

}  // namespace

void add_agreement_check(CLI::App& group, Session& session) {
  CLI::App& command = add_command(group, kText);
  auto paths = std::make_shared<std::vector<std::string>>();
  command.add_option("FILE", *paths, "Terms, or facts that propose some; - is standard input")
      ->required();
  on_run(command, session, [&session, paths] { return check_files(session, *paths); });
}

}  // namespace quits::cli
