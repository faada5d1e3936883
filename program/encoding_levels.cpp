// Levels, the people behind them, and who sells under whom: a piece of program/encoding.h.
#include <fmt/core.h>

#include <charconv>
#include <chrono>

#include "program/encoding_parts.h"

namespace quits::program {
namespace {

// "01-31". A day that not every year has is refused, so that no review is skipped.
void read_year_day(Fields& fields, const std::string& in, YearDay& out) {
  const auto number = [&](std::size_t from) {
    unsigned value = 0;
    const char* end = in.data() + from + 2;
    return std::from_chars(in.data() + from, end, value).ptr == end ? value : 0U;
  };
  out = {};
  if (in.size() == 5 && in[2] == '-') out = {number(0), number(3)};
  constexpr std::chrono::year kShortYear{2001};
  if (std::chrono::year_month_day(kShortYear, std::chrono::month(out.month), std::chrono::day(out.day)).ok()) return;
  fields.refuse("", Code::bad_date, fmt::format("is \"{}\": a day of every year, \"mm-dd\", was expected", in), "write \"01-01\"");
}

void read_person(Fields& fields, const std::string& in, std::string& out) { fields.key("", in, out, Need::required); }

void read_finding(Fields& fields, const v1::LevelFinding& in, LevelFinding& out) {
  fields.expect_known(in);
  fields.key("level", in.level(), out.level, Need::required);
  fields.key("requirement", in.requirement(), out.requirement, Need::required);
  fields.text("required", in.required(), out.required);
  fields.text("found", in.found(), out.found);
  out.met = in.met();
}

}  // namespace

void read(Fields& fields, const v1::LevelReview& in, LevelReview& out) {
  fields.expect_known(in);
  fields.each("on", in.on(), out.on, read_year_day);
  out.window_months = in.window_months();
}

void write(const LevelReview& in, v1::LevelReview& out) {
  for (const YearDay& day : in.on) out.add_on(fmt::format("{:02}-{:02}", day.month, day.day));
  out.set_window_months(in.window_months);
}

void read(Fields& fields, const v1::PartnerAssigned& in, PartnerAssigned& out) {
  fields.expect_known(in);
  fields.key("partner", in.partner(), out.partner, Need::required);
  fields.key("under", in.under(), out.under, Need::optional);
  fields.date("from", in.from(), out.from);
  fields.text("reason", in.reason(), out.reason);
}

void write(const PartnerAssigned& in, v1::PartnerAssigned& out) {
  out.set_partner(in.partner);
  out.set_under(in.under);
  out.set_from(in.from.to_string());
  out.set_reason(in.reason);
}

void read(Fields& fields, const v1::PersonCertified& in, PersonCertified& out) {
  fields.expect_known(in);
  fields.key("partner", in.partner(), out.partner, Need::required);
  fields.key("person", in.person(), out.person, Need::required);
  fields.key("certificate", in.certificate(), out.certificate, Need::required);
  fields.date("on", in.on(), out.on);
  fields.date("expires_on", in.expires_on(), out.expires_on);
  fields.text("evidence", in.evidence(), out.evidence, Need::required);
}

void write(const PersonCertified& in, v1::PersonCertified& out) {
  out.set_partner(in.partner);
  out.set_person(in.person);
  out.set_certificate(in.certificate);
  out.set_on(in.on.to_string());
  out.set_expires_on(in.expires_on ? in.expires_on->to_string() : std::string());
  out.set_evidence(in.evidence);
}

void read(Fields& fields, const v1::PersonLeft& in, PersonLeft& out) {
  fields.expect_known(in);
  fields.key("partner", in.partner(), out.partner, Need::required);
  fields.key("person", in.person(), out.person, Need::required);
  fields.date("on", in.on(), out.on);
  fields.key("joins", in.joins(), out.joins, Need::optional);
}

void write(const PersonLeft& in, v1::PersonLeft& out) {
  out.set_partner(in.partner);
  out.set_person(in.person);
  out.set_on(in.on.to_string());
  out.set_joins(in.joins);
}

void read(Fields& fields, const v1::LevelReviewed& in, LevelReviewed& out) {
  fields.expect_known(in);
  fields.key("agreement", in.agreement(), out.agreement, Need::required);
  fields.date("on", in.on(), out.on);
  fields.key("level", in.level(), out.level, Need::optional);
  fields.key("level_before", in.level_before(), out.level_before, Need::optional);
  fields.each("finding", in.finding(), out.findings, read_finding);
  fields.each("certified", in.certified(), out.certified, read_person);
  fields.text("because", in.because(), out.because);
}

void write(const LevelReviewed& in, v1::LevelReviewed& out) {
  out.set_agreement(in.agreement);
  out.set_on(in.on.to_string());
  out.set_level(in.level);
  out.set_level_before(in.level_before);
  out.clear_finding();
  for (const LevelFinding& finding : in.findings) {
    auto& written = *out.add_finding();
    written.set_level(finding.level);
    written.set_requirement(finding.requirement);
    written.set_required(finding.required);
    written.set_found(finding.found);
    written.set_met(finding.met);
  }
  out.mutable_certified()->Assign(in.certified.begin(), in.certified.end());
  out.set_because(in.because);
}

void read(Fields& fields, const v1::LevelGranted& in, LevelGranted& out) {
  fields.expect_known(in);
  fields.key("agreement", in.agreement(), out.agreement, Need::required);
  fields.key("level", in.level(), out.level, Need::required);
  fields.date("from", in.from(), out.from);
  fields.reason("reason", in.reason(), out.reason);
  fields.text("evidence", in.evidence(), out.evidence);
}

void write(const LevelGranted& in, v1::LevelGranted& out) {
  out.set_agreement(in.agreement);
  out.set_level(in.level);
  out.set_from(in.from.to_string());
  out.set_reason(in.reason);
  out.set_evidence(in.evidence);
}

}  // namespace quits::program
