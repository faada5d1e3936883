// Facts and terms from outside: text to what the book takes, each with its place in the text.
//
//   TRY(const std::string bytes, read_text("march.txtpb"));
//   TRY(FactText text, FactText::parse(bytes, "march.txtpb", ""));
//   for (const auto& fact : text.facts) ...   // a submission, or why there is none
//   text.placed(refusal, 2)                   // the same error, at march.txtpb:17:5
//
// The text as a whole is refused when it is not protobuf text or JSON of its message (see
// program/message_text.h). A fact whose fields are wrong does not keep its neighbours from being
// read.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ledger/book.h"
#include "program/message_text.h"
#include "program/terms.h"

namespace quits::service {

// The whole file; "-" is standard input. Refuses not_found, unavailable, too_large.
Result<std::string> read_text(const std::string& path);

class FactText {
 public:
  // Facts without a source in the text have `source`; refused (missing_field) when that is empty
  // too.
  static Result<FactText> parse(std::string_view text, const std::string& name,
                                const std::string& source);

  std::vector<Result<ledger::Submission>> facts;

  // Puts file, line and column to an error about a fact: those of the field that the error names,
  // else of the fact.
  Error placed(Error error, std::size_t fact) const;

 private:
  explicit FactText(program::MessageText text) : text_(std::move(text)) {}

  program::MessageText text_;
};

class TermsText {
 public:
  static Result<TermsText> parse(std::string_view text, const std::string& name);

  program::Terms terms;

  Error placed(Error error) const;

 private:
  explicit TermsText(program::MessageText text) : text_(std::move(text)) {}

  program::MessageText text_;
};

// True for a text of facts (its first field is `source` or `fact`), false for one of terms.
bool holds_facts(std::string_view text);

}  // namespace quits::service
