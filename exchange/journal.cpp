#include "exchange/journal.h"

#include "base/check.h"

namespace quits::exchange {
namespace {

struct ChartRow {
  ledger::AccountKind kind;
  ChartPlace owners;
  ChartPlace counterpartys;
};

constexpr bool kShared = false;
using Kind = ledger::AccountKind;

// An exchange or rounding difference is a loss or a gain by its sign, so both sides have one
// account. What was invoiced elsewhere has its income and expense in the books that did so.
constexpr ChartRow kChart[] = {
    {Kind::unbilled, {"assets:accrued-income"}, {"liabilities:accrued-expense"}},
    {Kind::claim, {"assets:receivable"}, {"liabilities:payable"}},
    {Kind::bank, {"assets:bank", kShared}, {"assets:bank", kShared}},
    {Kind::writeoff, {"expenses:writeoff"}, {"income:writeoff"}},
    {Kind::fx, {"expenses:exchange-difference"}, {"expenses:exchange-difference"}},
    {Kind::rounding, {"expenses:rounding"}, {"expenses:rounding"}},
    {Kind::elsewhere, {"equity:invoiced-elsewhere"}, {"equity:invoiced-elsewhere"}},
    {Kind::income_training, {"income:training"}, {"expenses:training"}},
    {Kind::income_commission, {"income:commission"}, {"expenses:commission"}},
    {Kind::income_program_fee, {"income:program-fee"}, {"expenses:program-fee"}},
    {Kind::income_service, {"income:service"}, {"expenses:service"}},
    {Kind::income_certification, {"income:certification"}, {"expenses:certification"}},
    {Kind::income_marketing, {"income:marketing"}, {"expenses:marketing"}},
    {Kind::income_other, {"income:other"}, {"expenses:other"}},
    {Kind::tax_s, {"liabilities:tax:output:S", kShared}, {"assets:tax:input:S", kShared}},
    {Kind::tax_z, {"liabilities:tax:output:Z", kShared}, {"assets:tax:input:Z", kShared}},
    {Kind::tax_e, {"liabilities:tax:output:E", kShared}, {"assets:tax:input:E", kShared}},
    {Kind::tax_ae, {"liabilities:tax:output:AE", kShared}, {"assets:tax:input:AE", kShared}},
    {Kind::tax_o, {"liabilities:tax:output:O", kShared}, {"assets:tax:input:O", kShared}},
};

const ChartRow& row_of(Kind kind) {
  for (const ChartRow& row : kChart) {
    if (row.kind == kind) return row;
  }
  check_failed(__FILE__, __LINE__, "every kind of account has its place in the chart");
}

}  // namespace

ChartPlace owners_place(ledger::AccountKind kind) { return row_of(kind).owners; }

ChartPlace counterpartys_place(ledger::AccountKind kind) { return row_of(kind).counterpartys; }

}  // namespace quits::exchange
