#include "cli/net_drawing.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <numeric>

#include "base/fixed_point.h"
#include "base/text.h"
#include "cli/table.h"

namespace quits::cli {
namespace {

constexpr double kPanel = 620;  // width and height of the part for one network
constexpr double kTop = 96;     // above it, for the headings
constexpr double kBottom = 64;  // below it, for the legend
constexpr double kRing = 215;   // radius on which the parties stand
constexpr double kArrowMax = 11;
constexpr double kArrowMin = 1.4;
constexpr std::size_t kLabelledArrowsMax = 36;

struct Point {
  double x = 0;
  double y = 0;
};

struct Arrow {
  int from = 0;  // -1 is the centre
  int to = 0;
  std::int64_t before = 0;  // in minor units
  std::int64_t after = 0;
};

std::string escaped(std::string_view text) {
  std::string safe;
  for (const char byte : text) {
    switch (byte) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      default:
        safe += byte;
    }
  }
  return safe;
}

// Fit for a label: no control characters, not too long; whole characters only.
std::string short_name(const std::string& name) {
  constexpr std::size_t kBytesMax = 22;
  if (!is_valid_utf8(name) || has_control_characters(name)) return in_quotes(name, kBytesMax);
  if (name.size() <= kBytesMax) return name;
  std::size_t end = kBytesMax - 1;
  while (end > 0 && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U) --end;
  return name.substr(0, end) + "\u2026";
}

class Drawing {
 public:
  explicit Drawing(const v1::NetView& view)
      : view_(view), places_(static_cast<int>(view.places())) {
    choose_parties();
    for (const v1::NetObligationView& one : view.obligations()) add_obligation(one);
    if (view_.mode() == "centre") add_centre();
    for (const auto& [ends, arrow] : arrows_)
      largest_ = std::max({largest_, arrow.before, arrow.after});
  }

  std::string text() {
    const double width = 2 * kPanel;
    const double height = kTop + kPanel + kBottom;
    out_ = fmt::format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {:.0f} {:.0f}\" width=\"{:.0f}\" "
        "height=\"{:.0f}\" font-family=\"Helvetica, Arial, sans-serif\" font-size=\"13\">\n",
        width, height, width, height);
    out_ += "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n";
    out_ += fmt::format(
        "<line x1=\"{0:.0f}\" y1=\"24\" x2=\"{0:.0f}\" y2=\"{1:.0f}\" "
        "stroke=\"#d7dce2\"/>\n",
        kPanel, kTop + kPanel - 10);
    panel(false);
    panel(true);
    legend();
    return out_ + "</svg>\n";
  }

 private:
  std::int64_t minor(const std::string& amount) const {
    return parse_fixed_point(amount, places_).value_or(0);
  }
  std::string shown(std::int64_t amount) const {
    return grouped(fixed_point_to_string(amount, places_, places_));
  }

  void choose_parties() {
    std::vector<int> order(static_cast<std::size_t>(view_.parties_size()));
    std::iota(order.begin(), order.end(), 0);
    // In 64 bits, because both are parts of gross and gross fits.
    const auto weight = [&](int party) {
      return std::max(minor(view_.parties(party).owes()), minor(view_.parties(party).owed()));
    };
    if (view_.parties_size() > kDrawnPartiesMax) {
      std::ranges::stable_sort(order, std::ranges::greater(), weight);
      order.resize(kDrawnPartiesMax);
      std::ranges::sort(order);
    }
    for (const int party : order) {
      number_[view_.parties(party).party()] = static_cast<int>(drawn_.size());
      drawn_.push_back(party);
    }
  }

  void add_obligation(const v1::NetObligationView& one) {
    const auto debtor = number_.find(one.debtor());
    const auto creditor = number_.find(one.creditor());
    if (debtor == number_.end() || creditor == number_.end()) return;
    const std::int64_t amount = minor(one.amount());
    const std::int64_t left = minor(one.left());
    const bool turned = amount < 0;
    Arrow& arrow = turned ? arrow_between(creditor->second, debtor->second)
                          : arrow_between(debtor->second, creditor->second);
    arrow.before += turned ? -amount : amount;
    arrow.after += turned ? -left : left;
  }

  void add_centre() {
    for (auto& [ends, arrow] : arrows_) arrow.after = 0;
    for (std::size_t i = 0; i < drawn_.size(); ++i) {
      const v1::NetPartyView& party = view_.parties(drawn_[i]);
      const auto number = static_cast<int>(i);
      if (const auto pays = minor(party.to_pay()); pays > 0) arrow_between(number, -1).after = pays;
      if (const auto gets = minor(party.to_receive()); gets > 0)
        arrow_between(-1, number).after = gets;
    }
  }

  Arrow& arrow_between(int from, int to) {
    Arrow& arrow = arrows_[{from, to}];
    arrow.from = from;
    arrow.to = to;
    return arrow;
  }

  Point place_of(int party, double left) const {
    const Point middle{left + kPanel / 2, kTop + kPanel / 2};
    if (party < 0) return middle;
    const double angle =
        2 * std::numbers::pi * party / static_cast<double>(drawn_.size()) - std::numbers::pi / 2;
    return {middle.x + kRing * std::cos(angle), middle.y + kRing * std::sin(angle)};
  }

  double radius() const { return drawn_.size() > 20 ? 7 : 11; }

  void text_at(Point at, std::string_view anchor, std::string_view style, std::string_view text) {
    out_ += fmt::format("<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"{}\" {}>{}</text>\n", at.x,
                        at.y, anchor, style, escaped(text));
  }

  void panel(bool after) {
    const double left = after ? kPanel : 0;
    const std::string unit = view_.currency().empty() ? "" : " " + view_.currency();
    const std::string what =
        after ? fmt::format("{}{} still to be paid in {} payment{}", grouped(view_.remaining()),
                            unit, view_.payments_after(), view_.payments_after() == 1 ? "" : "s")
              : fmt::format("{}{} owed in {} payment{}", grouped(view_.gross()), unit,
                            view_.payments_before(), view_.payments_before() == 1 ? "" : "s");
    const Point heading{left + kPanel / 2, 42};
    text_at(heading, "middle", "font-size=\"22\" font-weight=\"bold\" fill=\"#1d2733\"",
            after ? "After" : "Before");
    text_at({heading.x, heading.y + 26}, "middle", "font-size=\"15\" fill=\"#4a5563\"", what);

    std::size_t count = 0;
    for (const auto& [ends, arrow] : arrows_) count += (after ? arrow.after : arrow.before) > 0;
    for (const auto& [ends, arrow] : arrows_) {
      if (after && arrow.after == 0 && arrow.before > 0) draw_gone(arrow, left);
    }
    labels_.clear();
    for (const auto& [ends, arrow] : arrows_)
      draw(arrow, after ? arrow.after : arrow.before, left, after, count <= kLabelledArrowsMax);
    out_ += labels_;
    if (after && view_.mode() == "centre") draw_party(place_of(-1, left), "centre", {}, true);
    for (std::size_t i = 0; i < drawn_.size(); ++i) {
      const Point at = place_of(static_cast<int>(i), left);
      draw_party(at, view_.parties(drawn_[i]).party(),
                 {at.x - (left + kPanel / 2), at.y - (kTop + kPanel / 2)}, false);
    }
  }

  void draw_party(Point at, const std::string& name, Point outwards, bool is_centre) {
    out_ += fmt::format(
        "<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"{:.0f}\" fill=\"{}\" "
        "stroke=\"#ffffff\" stroke-width=\"2\"/>\n",
        at.x, at.y, is_centre ? radius() + 3 : radius(), is_centre ? "#8a5a00" : "#1d2733");
    const double away = is_centre ? 1 : 1 + (radius() + 9) / kRing;
    const Point label = is_centre ? Point{at.x, at.y + radius() + 20}
                                  : Point{at.x - outwards.x + outwards.x * away,
                                          at.y - outwards.y + outwards.y * away + 5};
    const bool beside = std::abs(outwards.x) > kRing * 0.25;
    const std::string_view anchor = !beside ? "middle" : outwards.x > 0 ? "start" : "end";
    text_at({label.x, label.y + (beside || is_centre ? 0
                                 : outwards.y < 0    ? -4
                                                     : 8)},
            anchor, "font-weight=\"bold\" fill=\"#1d2733\"", short_name(name));
  }

  struct Curve {
    Point from;
    Point bend;
    Point to;
    Point middle;
    Point forward;  // of length 1, where it ends
  };

  // Bent to its own side, so that debts both ways do not lie on each other.
  Curve curve_of(const Arrow& arrow, double left, double width) const {
    const Point from = place_of(arrow.from, left);
    const Point to = place_of(arrow.to, left);
    const double length = std::max(std::hypot(to.x - from.x, to.y - from.y), 1.0);
    const Point along{(to.x - from.x) / length, (to.y - from.y) / length};
    const bool straight = arrow.from < 0 || arrow.to < 0;
    const double bulge = straight ? 0 : std::min(length * 0.12, 34.0);
    const Point bend{(from.x + to.x) / 2 - along.y * bulge, (from.y + to.y) / 2 + along.x * bulge};
    const auto towards = [](Point start, Point end, double distance) {
      const double whole = std::max(std::hypot(end.x - start.x, end.y - start.y), 1.0);
      return Point{start.x + (end.x - start.x) / whole * distance,
                   start.y + (end.y - start.y) / whole * distance};
    };
    Curve curve;
    curve.from = towards(from, bend, radius() + 2);
    curve.to = towards(to, bend, radius() + 3 + head(width));
    curve.bend = bend;
    const Point next = towards(curve.to, to, 1);
    curve.forward = {next.x - curve.to.x, next.y - curve.to.y};
    // At two fifths of the way, so that labels of crossing debts rarely meet.
    constexpr double kAt = 0.42;
    const double a = (1 - kAt) * (1 - kAt);
    const double b = 2 * kAt * (1 - kAt);
    const double c = kAt * kAt;
    curve.middle = {a * curve.from.x + b * bend.x + c * curve.to.x,
                    a * curve.from.y + b * bend.y + c * curve.to.y};
    return curve;
  }

  static double head(double width) { return 7 + width; }

  void draw_gone(const Arrow& arrow, double left) {
    const Curve curve = curve_of(arrow, left, 0);
    out_ += fmt::format(
        "<path d=\"M{:.1f} {:.1f} Q{:.1f} {:.1f} {:.1f} {:.1f}\" fill=\"none\" "
        "stroke=\"#cfd5dc\" stroke-width=\"1.2\" stroke-dasharray=\"4 4\"/>\n",
        curve.from.x, curve.from.y, curve.bend.x, curve.bend.y, curve.to.x, curve.to.y);
  }

  void draw(const Arrow& arrow, std::int64_t amount, double left, bool after, bool with_label) {
    if (amount == 0 || largest_ == 0) return;
    const double part = static_cast<double>(amount) / static_cast<double>(largest_);
    const double width = kArrowMin + (kArrowMax - kArrowMin) * std::sqrt(part);
    const char* colour = after ? "#b4441f" : "#2f6f9f";
    const Curve curve = curve_of(arrow, left, width);
    out_ += fmt::format(
        "<path d=\"M{:.1f} {:.1f} Q{:.1f} {:.1f} {:.1f} {:.1f}\" fill=\"none\" "
        "stroke=\"{}\" stroke-opacity=\"0.78\" stroke-width=\"{:.1f}\"/>\n",
        curve.from.x, curve.from.y, curve.bend.x, curve.bend.y, curve.to.x, curve.to.y, colour,
        width);
    const double wing = 3 + width * 0.8;
    const Point tip{curve.to.x + curve.forward.x * head(width),
                    curve.to.y + curve.forward.y * head(width)};
    out_ += fmt::format(
        "<path d=\"M{:.1f} {:.1f} L{:.1f} {:.1f} L{:.1f} {:.1f} Z\" fill=\"{}\"/>\n", tip.x, tip.y,
        curve.to.x - curve.forward.y * wing, curve.to.y + curve.forward.x * wing,
        curve.to.x + curve.forward.y * wing, curve.to.y - curve.forward.x * wing, colour);
    if (!with_label) return;
    labels_ += fmt::format(
        "<text x=\"{:.1f}\" y=\"{:.1f}\" text-anchor=\"middle\" font-size=\"12\" "
        "fill=\"{}\" stroke=\"#ffffff\" stroke-width=\"4\" paint-order=\"stroke\">{}</text>\n",
        curve.middle.x, curve.middle.y + 4, after ? "#7d2c10" : "#1b4a6e", escaped(shown(amount)));
  }

  void legend() {
    const double y = kTop + kPanel + 14;
    const std::string_view mode = view_.mode() == "centre"         ? "Netting at a centre"
                                  : view_.mode() == "multilateral" ? "Multilateral netting"
                                                                   : "Bilateral netting";
    std::string first = fmt::format("{}: {}", mode, grouped(view_.set_off()));
    if (!view_.currency().empty()) first += " " + view_.currency();
    first += view_.optimal() ? " set off, proven to be the most there can be." : " set off.";
    text_at({kPanel, y}, "middle", "font-size=\"14\" fill=\"#1d2733\"", first);
    std::string second =
        "An arrow goes from who owes to whom; the wider, the more. Dashed: nothing is left.";
    if (view_.parties_size() > static_cast<int>(drawn_.size())) {
      second += fmt::format(" Drawn are the {} largest of {} parties.", drawn_.size(),
                            grouped(std::to_string(view_.parties_size())));
    }
    text_at({kPanel, y + 22}, "middle", "fill=\"#4a5563\"", second);
  }

  const v1::NetView& view_;
  int places_;
  std::vector<int> drawn_;  // of view_.parties
  std::map<std::string, int, std::less<>> number_;
  std::map<std::pair<int, int>, Arrow> arrows_;
  std::int64_t largest_ = 0;
  std::string labels_;  // above all arrows
  std::string out_;
};

}  // namespace

std::string net_drawing(const v1::NetView& view) { return Drawing(view).text(); }

}  // namespace quits::cli
