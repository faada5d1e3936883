#include "cli/level_text.h"

namespace quits::cli {
namespace {

std::string words_of(const std::string& requirement) {
  if (requirement == "certified") return "certified people";
  if (requirement == "new_customers") return "new customers";
  if (requirement == "retention") return "customers that buy again";
  return requirement;
}

}  // namespace

void print_review(const v1::LevelReviewed& review, Output& output) {
  output.line("");
  output.line("What was found");
  Table table({"level", "asks for", {"required", Align::right}, {"found", Align::right}, "met"});
  for (const v1::LevelFinding& finding : review.finding()) {
    const bool is_amount = finding.requirement() == "sales";
    const auto text = [&](const std::string& value) { return is_amount ? grouped(value) : value; };
    table.add({finding.level(), words_of(finding.requirement()), text(finding.required()),
               text(finding.found()), finding.met() ? "yes" : "no"},
              finding.met() ? Style::plain : Style::bad);
  }
  output.print(table, 2);
  std::string people;
  for (const std::string& person : review.certified())
    people += (people.empty() ? "" : ", ") + person;
  output.line("  Counted as certified: {}", people.empty() ? "nobody" : people);
}

}  // namespace quits::cli
