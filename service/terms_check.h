// Everything that is wrong with a text of terms, each mistake with its line and column.
//
//   const TermsCheck check = TermsCheck::of(bytes, "reseller.terms");
//   for (const Error& problem : check.problems()) ...   // reseller.terms:12:5, field plan[0].rule
//
// A field that cannot be read (an unknown name, a word that is no value, a number out of range) is
// told, taken out, and the rest read without it; what only follows from it is not told. A text that
// is not protobuf text or JSON at all has one problem, the first. Of JSON only one unreadable field
// is told at a time.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "program/message_text.h"
#include "program/terms.h"
#include "service/text_statements.h"

namespace quits::service {

class TermsCheck {
 public:
  static TermsCheck of(std::string_view text, const std::string& name);

  // By line and column.
  const std::vector<Error>& problems() const { return problems_; }
  // What could be read; nothing of a text that is none.
  const program::Terms& terms() const { return terms_; }
  // The place of a field, or of the nearest one around it that is written.
  Place place_of(const std::string& field) const;

 private:
  explicit TermsCheck(std::string name) : name_(std::move(name)) {}

  void read(std::string text);
  bool take_out(Error& error, std::string& text);
  bool was_taken_out(const std::string& field) const;

  // A field that was taken out, by its name and the place of the field around it.
  struct TakenOut {
    std::string name;
    TextPosition around;
  };

  std::string name_;
  std::vector<Error> problems_;
  program::Terms terms_;
  std::vector<TakenOut> taken_out_;
  std::optional<program::MessageText> text_;
};

}  // namespace quits::service
