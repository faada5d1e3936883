#include "service/wire.h"

#include <fmt/core.h>
#include <quits/v1/fact.pb.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "base/id.h"
#include "program/encoding.h"

namespace quits::service {
namespace {

struct CloseFile {
  void operator()(std::FILE* file) const {
    if (file != stdin) std::fclose(file);
  }
};

Result<ledger::Submission> submission_of(const v1::Fact& message, const std::string& source,
                                         program::FactCodec& codec) {
  TRY(FactId id, check_fact_id(FactId{source, message.id()}));
  TRY(const program::Fact fact, program::from_message(message));
  return ledger::Submission{std::move(id), codec.encode(fact)};
}

std::string_view after_comments(std::string_view text) {
  while (!text.empty()) {
    text.remove_prefix(std::min(text.find_first_not_of(" \t\r\n\"{"), text.size()));
    if (!text.starts_with('#')) break;
    text.remove_prefix(std::min(text.find('\n'), text.size()));
  }
  return text;
}

}  // namespace

Result<std::string> read_text(const std::string& path) {
  const std::unique_ptr<std::FILE, CloseFile> file(path == "-" ? stdin
                                                               : std::fopen(path.c_str(), "rb"));
  if (file == nullptr) {
    return refuse(Error{Code::not_found,
                        fmt::format("cannot open {}: {}", path, std::strerror(errno)),
                        {},
                        Place{path, 0, 0, {}}});
  }
  std::string text;
  char buffer[1 << 16];
  while (const std::size_t bytes = std::fread(buffer, 1, sizeof buffer, file.get())) {
    text.append(buffer, bytes);
    if (text.size() > program::MessageText::kBytesMax) break;  // refused by who parses it
  }
  if (std::ferror(file.get()) != 0) {
    return refuse(Error{Code::unavailable,
                        fmt::format("cannot read {}: {}", path, std::strerror(errno)),
                        {},
                        Place{path, 0, 0, {}}});
  }
  return text;
}

Result<FactText> FactText::parse(std::string_view text, const std::string& name,
                                 const std::string& source) {
  v1::FactFile file;
  TRY(program::MessageText parsed, program::MessageText::parse(text, name, file));
  FactText facts(std::move(parsed));
  const std::string& own_source = file.source().empty() ? source : file.source();
  if (own_source.empty() && file.fact_size() > 0) {
    return refuse(Error{Code::missing_field, "nothing says who sends these facts",
                        "begin the file with source: \"billing\", or say --source",
                        Place{name, 0, 0, "source"}});
  }
  program::FactCodec codec;
  facts.facts.reserve(static_cast<std::size_t>(file.fact_size()));
  for (const v1::Fact& fact : file.fact()) {
    auto submission = submission_of(fact, own_source, codec);
    if (!submission)
      submission = refuse(facts.placed(std::move(submission.error()), facts.facts.size()));
    facts.facts.push_back(std::move(submission));
  }
  return facts;
}

Error FactText::placed(Error error, std::size_t fact) const {
  const std::string field = error.place.field;
  error.place = text_.place_of(fmt::format("fact[{}]{}{}", fact, field.empty() ? "" : ".", field));
  error.place.field = field;
  return error;
}

Result<TermsText> TermsText::parse(std::string_view text, const std::string& name) {
  v1::Terms message;
  TRY(program::MessageText parsed, program::MessageText::parse(text, name, message));
  TermsText terms(std::move(parsed));
  auto read = program::from_message(message);
  if (!read) return refuse(terms.placed(std::move(read.error())));
  terms.terms = *std::move(read);
  return terms;
}

Error TermsText::placed(Error error) const {
  error.place = text_.place_of(error.place.field);
  return error;
}

bool holds_facts(std::string_view text) {
  const std::string_view first = after_comments(text);
  return first.starts_with("source") || first.starts_with("fact");
}

}  // namespace quits::service
