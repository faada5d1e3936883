// quits verify: everything rebuilt from the log and compared with what is stored.
#include <fmt/core.h>

#include "cli/commands.h"
#include "cli/progress.h"
#include "cli/recording.h"
#include "cli/views.h"
#include "service/checkpoint_files.h"

namespace quits::cli {
namespace {

constexpr int kCorrupt = 7;

constexpr CommandText kText{
    "verify", "Rebuild everything from the log, check every invariant and compare every table",
    "  quits verify\n"
    "  quits verify --deep\n"
    "  quits verify --checkpoint-dir /mnt/auditor\n"
    "  quits verify --checkpoint 1234.checkpoint --verifier acme.example/partners+1f2e3d4c+AZx...\n"};

struct VerifyOptions {
  bool deep = false;
  service::OutsideCheckpoints outside;
  std::vector<std::string> verifiers;
};

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
  if (view.checkpoints() > 0) output.line("signed   {} roots", grouped(std::to_string(view.checkpoints())));
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

using ShowProgress = std::function<void(std::uint64_t, std::uint64_t)>;

// What the log has to answer for besides its own tables: checkpoints that others kept.
Result<ledger::VerifyReport> verify_with(service::BookFile& file, const VerifyOptions& options, const ShowProgress& show) {
  service::OutsideCheckpoints outside = options.outside;
  for (const std::string& text : options.verifiers) {
    TRY(outside.verifiers.emplace_back(),
        of_option("--verifier", proof::VerifierKey::parse(text)));
  }
  if (outside.folders.empty() && outside.files.empty() && outside.verifiers.empty())
    return file.verify(options.deep, show);
  const auto listed = file.checkpoints().readable_keys();  // rows that are none are findings
  service::OutsideClaims claims =
      service::read_claims(outside, listed ? *listed : std::vector<ledger::ListedKey>());
  ledger::VerifyReport report = file.verify(options.deep, show, std::move(claims.claims));
  report.checks.push_back(std::move(claims.check));
  return report;
}

Status verify_book(Session& session, const VerifyOptions& options) {
  Output& output = session.output();
  Progress progress(output, "verifying", "entries");
  TRY(const ledger::VerifyReport report,
      verify_with(session.book_for_reading(), options,
                  [&](std::uint64_t done, std::uint64_t total) { progress.show(done, total, done); }));
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
  auto options = std::make_shared<VerifyOptions>();
  command.add_flag("--deep", options->deep, "Also compare every index of the file with its table");
  command
      .add_option("--checkpoint-dir", options->outside.folders,
                  "Hold the log to every checkpoint in this folder (or QUITS_CHECKPOINT_DIR)")
      ->envname("QUITS_CHECKPOINT_DIR")
      ->type_name("DIR");
  command
      .add_option("--checkpoint", options->outside.files,
                  "Hold the log to a checkpoint that was kept outside of the book")
      ->type_name("FILE");
  command
      .add_option("--verifier", options->verifiers,
                  "Whose signature to trust; else the keys that the book lists")
      ->type_name("KEY");
  on_run(command, session, [&session, options] { return verify_book(session, *options); });
}

}  // namespace quits::cli
