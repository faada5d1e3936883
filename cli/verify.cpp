// quits verify: everything rebuilt from the log and compared with what is stored.
#include <fmt/core.h>

#include "cli/commands.h"
#include "cli/progress.h"
#include "cli/views.h"

namespace quits::cli {
namespace {

constexpr int kCorrupt = 7;

constexpr CommandText kText{
    "verify", "Rebuild everything from the log, check every invariant and compare every table",
    "  quits verify\n"
    "  quits verify --deep\n"};

std::string seconds(std::int64_t micros) {
  if (micros < 1'000) return "< 1 ms";
  return fmt::format("{}.{:03} s", micros / 1'000'000, micros / 1'000 % 1'000);
}

void print_findings(const v1::CheckView& check, Output& output) {
  for (const v1::FindingView& finding : check.finding()) {
    const std::string place =
        finding.sequence() == 0 ? "" : fmt::format("entry {}: ", finding.sequence());
    output.line("    {}{}", place, finding.what());
  }
  const auto shown = static_cast<std::uint64_t>(check.finding_size());
  if (check.findings() > shown) output.line("    and {} more", check.findings() - shown);
}

void print_text(const v1::VerifyView& view, Output& output) {
  output.line("entries  {}", grouped(std::to_string(view.entries())));
  output.line("root     {}", view.root());
  output.line("");
  for (const v1::CheckView& check : view.check()) {
    const std::string_view verdict = check.holds() ? "ok   " : "WRONG";
    output.line("{}  {:>9}  {}",
                output.ink().paint(check.holds() ? Style::good : Style::bad, verdict),
                seconds(check.micros()), check.sentence());
    print_findings(check, output);
  }
  output.line("");
  output.line("{} in {}",
              view.clean() ? "everything holds, checked" : "the book is not sound, checked",
              seconds(view.micros()));
}

// The first wrong entry or row, as an error: what a script logs.
Error first_finding(const v1::VerifyView& view) {
  for (const v1::CheckView& check : view.check()) {
    if (check.finding().empty()) continue;
    const v1::FindingView& finding = check.finding(0);
    const std::string place =
        finding.sequence() == 0 ? "" : fmt::format("entry {}: ", finding.sequence());
    return {Code::internal_mismatch,
            fmt::format("not so: {}. {}{}", check.sentence(), place, finding.what()),
            "keep the file as it is, and compare it with a backup",
            {}};
  }
  return {Code::internal_mismatch, "the book is not sound", "", {}};
}

void print_table(const v1::VerifyView& view, Output& output) {
  Table table({"check", {"micros", Align::right}, {"findings", Align::right}, "first finding"});
  for (const v1::CheckView& check : view.check()) {
    table.add({check.sentence(), std::to_string(check.micros()), std::to_string(check.findings()),
               check.finding().empty() ? "" : check.finding(0).what()});
  }
  output.print(table);
}

Status verify_book(Session& session, bool deep) {
  Output& output = session.output();
  Progress progress(output, "verifying", "entries");
  const ledger::VerifyReport report =
      session.book_for_reading().verify(deep, [&](std::uint64_t done, std::uint64_t total) {
        progress.show(done, total, done);
      });
  progress.clear();
  const v1::VerifyView view = view_of(report);
  if (output.wants_json()) output.print_json(view);
  if (output.wants_csv()) print_table(view, output);
  if (output.wants_text()) print_text(view, output);
  if (view.clean()) return {};
  output.flush();
  output.complain(first_finding(view));
  session.exit_with(kCorrupt);
  return {};
}

}  // namespace

void add_verify_command(CLI::App& app, Session& session) {
  CLI::App& command = add_command(app, kText);
  auto deep = std::make_shared<bool>(false);
  command.add_flag("--deep", *deep, "Also compare every index of the file with its table");
  on_run(command, session, [&session, deep] { return verify_book(session, *deep); });
}

}  // namespace quits::cli
