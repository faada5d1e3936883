#include "cli/views_net.h"

#include <fmt/core.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/message_differencer.h>

#include <algorithm>
#include <unordered_map>

#include "base/check.h"
#include "base/fixed_point.h"
#include "base/rounding.h"
#include "base/text.h"
#include "settlement/netting/figures.h"

namespace quits::cli {
namespace {

constexpr const char* kFormat = "quits-net/1";

// "0.8400"; empty of nothing.
std::string share_text(int128 part, int128 whole) {
  constexpr int kPlaces = 4;
  if (whole == 0) return {};
  const int128 share = divide_rounded(part * 10'000, whole, Rounding::half_away_from_zero);
  return fixed_point_to_string(static_cast<std::int64_t>(share), kPlaces, kPlaces);
}

void add_parties(const NetInput& input, const settlement::SetOff& set_off,
                 const settlement::NettingFigures& figures, v1::NetView& view) {
  const auto text = [&](std::int64_t minor) { return net_amount(minor, input.places); };
  for (std::size_t i = 0; i < figures.parties.size(); ++i) {
    const settlement::PartyFigures& party = figures.parties[i];
    v1::NetPartyView& added = *view.add_parties();
    added.set_party(input.network.parties[i]);
    added.set_owes(text(party.owes_minor));
    added.set_owed(text(party.owed_minor));
    added.set_net(text(party.owed_minor - party.owes_minor));
    added.set_set_off(text(party.set_off_minor));
    added.set_to_pay(text(party.to_pay_minor));
    added.set_to_receive(text(party.to_receive_minor));
    if (!set_off.proof.potential.empty()) added.set_potential(set_off.proof.potential[i]);
    if (!set_off.proof.place.empty()) added.set_place(set_off.proof.place[i]);
  }
}

void add_obligations(const NetInput& input, const settlement::SetOff& set_off, v1::NetView& view) {
  for (std::size_t i = 0; i < input.network.arcs.size(); ++i) {
    const settlement::Arc& arc = input.network.arcs[i];
    const auto text = [&](std::int64_t minor) {
      return net_amount(arc.turned ? -minor : minor, input.places);
    };
    v1::NetObligationView& added = *view.add_obligations();
    added.set_id(input.ids[i]);
    added.set_debtor(input.network.parties[arc.turned ? arc.creditor : arc.debtor]);
    added.set_creditor(input.network.parties[arc.turned ? arc.debtor : arc.creditor]);
    added.set_amount(text(arc.amount_minor));
    if (arc.due_day != settlement::Network::kNoDueDay)
      added.set_due(Date::from_days(arc.due_day).to_string());
    added.set_set_off(text(set_off.amounts[i]));
    added.set_left(text(arc.amount_minor - set_off.amounts[i]));
  }
}

// The parties as numbers; each is listed once.
Result<std::unordered_map<std::string, std::uint32_t>> numbers_of(const v1::NetView& view) {
  std::unordered_map<std::string, std::uint32_t> numbers;
  for (const v1::NetPartyView& party : view.parties()) {
    if (!numbers.try_emplace(party.party(), static_cast<std::uint32_t>(numbers.size())).second) {
      return refuse(Code::internal_mismatch,
                    fmt::format("the party {} is listed twice", in_quotes(party.party())));
    }
  }
  return numbers;
}

tl::unexpected<Error> of_obligation(const v1::NetObligationView& one, Error error) {
  error.message = fmt::format("obligation {}: {}", in_quotes(one.id()), error.message);
  return refuse(std::move(error));
}

Result<settlement::Obligation> obligation_of(
    const v1::NetView& view, const v1::NetObligationView& one, Currency currency,
    const std::unordered_map<std::string, std::uint32_t>& numbers) {
  settlement::Obligation obligation;
  if (!view.ids_are_row_numbers()) obligation.id = one.id();
  for (const auto& [name, number] : {std::pair(&one.debtor(), &obligation.debtor),
                                     std::pair(&one.creditor(), &obligation.creditor)}) {
    const auto found = numbers.find(*name);
    if (found == numbers.end()) {
      return refuse(Code::internal_mismatch,
                    fmt::format("obligation {} names the party {}, which is not listed",
                                in_quotes(one.id()), in_quotes(*name)));
    }
    *number = found->second;
  }
  const auto open = parse_fixed_point(one.amount(), static_cast<int>(view.places()));
  if (!open) return of_obligation(one, open.error());
  obligation.open_minor = *open;
  if (!one.due().empty()) {
    const auto due = Date::parse_iso(one.due());
    if (!due) return of_obligation(one, due.error());
    obligation.due = *due;
  }
  obligation.currency = currency;
  return obligation;
}

Result<NetInput> input_of(const v1::NetView& view) {
  if (view.format() != kFormat) {
    return refuse(
        Code::bad_value,
        fmt::format("the format is {}, {} was expected", in_quotes(view.format()), kFormat),
        "give a file that `quits net --certificate` wrote");
  }
  if (view.places() > kPowersOfTenMax)
    return refuse(Code::bad_value, fmt::format("{} decimal places are too many", view.places()));
  Currency currency = Currency::none();
  if (!view.currency().empty()) {
    TRY(currency, Currency::parse(view.currency()));
  }
  TRY(const auto numbers, numbers_of(view));
  std::vector<std::string> parties(numbers.size());
  for (const auto& [name, number] : numbers) parties[number] = name;
  std::vector<settlement::Obligation> obligations;
  NetInput input;
  input.places = static_cast<int>(view.places());
  input.ids_are_row_numbers = view.ids_are_row_numbers();
  for (const v1::NetObligationView& one : view.obligations()) {
    TRY(auto obligation, obligation_of(view, one, currency, numbers));
    obligations.push_back(std::move(obligation));
    input.ids.push_back(one.id());
  }
  TRY(input.network, settlement::Network::make(std::move(parties), obligations));
  return input;
}

// The claimed answer for the network that was made again, whose parties stand by name.
Result<settlement::SetOff> set_off_of(const v1::NetView& view, const NetInput& input) {
  settlement::SetOff set_off;
  const auto mode = settlement::mode_named(view.mode());
  const auto order = settlement::order_named(view.order());
  if (!mode)
    return refuse(Code::bad_value, fmt::format("the mode {} is none", in_quotes(view.mode())));
  if (!order)
    return refuse(Code::bad_value,
                  fmt::format("the order {} is none", in_quotes(view.order())));
  set_off.mode = *mode;
  set_off.order = *order;
  set_off.whole_obligations = view.whole_invoices();
  for (int i = 0; i < view.obligations_size(); ++i) {
    const v1::NetObligationView& one = view.obligations(i);
    const auto amount = parse_fixed_point(one.set_off(), input.places);
    if (!amount) return of_obligation(one, amount.error());
    const bool turned = input.network.arcs[static_cast<std::size_t>(i)].turned;
    // The least integer has no opposite; as an amount it is refused either way.
    set_off.amounts.push_back(turned && *amount != INT64_MIN ? -*amount : *amount);
  }
  if (*mode != settlement::NettingMode::multilateral) return set_off;
  std::unordered_map<std::string, const v1::NetPartyView*> by_name;
  for (const v1::NetPartyView& party : view.parties()) by_name[party.party()] = &party;
  for (const std::string& name : input.network.parties) {
    set_off.proof.potential.push_back(by_name.at(name)->potential());
    if (view.decided() > 0) set_off.proof.place.push_back(by_name.at(name)->place());
  }
  set_off.proof.parted.assign(view.parted().begin(), view.parted().end());
  set_off.proof.decided = view.decided();
  return set_off;
}

}  // namespace

std::string net_amount(int128 minor, int places) {
  return fixed_point_to_string(static_cast<std::int64_t>(minor), places, places);
}

Result<NetInput> net_input(const exchange::ObligationFile& file) {
  NetInput input;
  input.places = file.places;
  input.ids_are_row_numbers = !file.has_ids;
  input.ids.reserve(file.obligations.size());
  for (std::size_t i = 0; i < file.obligations.size(); ++i)
    input.ids.push_back(file.has_ids ? file.obligations[i].id : std::to_string(file.rows[i]));
  TRY(input.network, settlement::Network::make(file.parties, file.obligations));
  return input;
}

v1::NetView view_of(const NetInput& input, const settlement::SetOff& set_off,
                    const settlement::Checked& checked) {
  const settlement::NettingFigures figures = settlement::figures_of(input.network, set_off);
  const bool at_centre = set_off.mode == settlement::NettingMode::centre;
  const int128 bound = at_centre ? int128{figures.set_off_minor} : checked.bound_minor;
  const auto text = [&](int128 minor) { return net_amount(minor, input.places); };
  v1::NetView view;
  view.set_format(kFormat);
  view.set_mode(std::string(settlement::name_of(set_off.mode)));
  view.set_order(std::string(settlement::name_of(set_off.order)));
  view.set_whole_invoices(set_off.whole_obligations);
  view.set_currency(std::string(input.network.currency.code()));
  view.set_places(static_cast<std::uint32_t>(input.places));
  view.set_gross(text(figures.gross_minor));
  view.set_nid(text(figures.net_internal_debt_minor));
  view.set_set_off(text(figures.set_off_minor));
  view.set_remaining(text(figures.remaining_minor));
  view.set_optimal(checked.optimal);
  view.set_bound(text(bound));
  view.set_gap(text(bound - figures.set_off_minor));
  view.set_share_of_gross(share_text(figures.set_off_minor, figures.gross_minor));
  view.set_share_of_nettable(share_text(
      figures.set_off_minor, int128{figures.gross_minor} - figures.net_internal_debt_minor));
  view.set_payments_before(figures.payments_before);
  view.set_payments_after(figures.payments_after);
  view.set_ids_are_row_numbers(input.ids_are_row_numbers);
  view.set_decided(set_off.proof.decided);
  view.mutable_parted()->Add(set_off.proof.parted.begin(), set_off.proof.parted.end());
  add_parties(input, set_off, figures, view);
  add_obligations(input, set_off, view);
  return view;
}

std::string net_json(const google::protobuf::Message& view) {
  google::protobuf::util::JsonPrintOptions options;
  options.add_whitespace = true;
  options.always_print_primitive_fields = true;
  std::string text;
  const auto status = google::protobuf::util::MessageToJsonString(view, &text, options);
  CHECK(status.ok(), "a view that is no JSON: {}", status.ToString());
  return text;
}

Result<v1::NetView> parse_net_json(const std::string& text) {
  v1::NetView view;
  const auto status = google::protobuf::util::JsonStringToMessage(text, &view);
  if (status.ok()) return view;
  return refuse(
      Code::malformed_text,
      fmt::format("this is no certificate: {}", in_quotes(std::string(status.message()), 200)),
      "give a file that `quits net --certificate` wrote");
}

Result<settlement::Checked> check_view(const v1::NetView& view) {
  TRY(const NetInput input, input_of(view));
  TRY(const settlement::SetOff set_off, set_off_of(view, input));
  TRY(const settlement::Checked checked, settlement::check_set_off(input.network, set_off));
  // Every other number follows from these.
  v1::NetView again = view_of(input, set_off, checked);
  *again.mutable_excluded() = view.excluded();
  std::string difference;
  google::protobuf::util::MessageDifferencer differencer;
  differencer.set_repeated_field_comparison(
      google::protobuf::util::MessageDifferencer::RepeatedFieldComparison::AS_LIST);
  differencer.ReportDifferencesToString(&difference);
  if (differencer.Compare(again, view)) return checked;
  return refuse(Code::internal_mismatch,
                fmt::format("a figure does not follow from the obligations: {}",
                            in_quotes(difference.substr(0, difference.find('\n')), 200)),
                "net the input again; what was changed is not known");
}

}  // namespace quits::cli
