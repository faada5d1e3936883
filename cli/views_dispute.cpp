#include "cli/views_dispute.h"

#include "cli/views.h"

namespace quits::cli {

v1::DisputeView view_of(const settlement::DisputeStory& story, Date today) {
  const settlement::Dispute& dispute = story.numbered.dispute;
  const Currency currency = story.numbered.document.currency;
  v1::DisputeView view;
  view.set_entry(story.numbered.opened.value);
  view.set_document(dispute.document);
  view.set_line(dispute.line);
  view.set_description(story.description);
  view.set_amount(amount_text(dispute.amount_minor, currency));
  view.set_kept_out(amount_text(story.kept_out_minor, currency));
  view.set_currency(std::string(currency.code()));
  view.set_by(dispute.by);
  view.set_reason(std::string(settlement::name_of(dispute.reason)));
  view.set_state(std::string(settlement::name_of(dispute.state)));
  if (!story.events.empty()) view.set_opened_on(story.events.front().on.to_string());
  view.set_answer_until(dispute.answer_until.to_string());
  view.set_overdue(settlement::is_overdue(dispute, today));
  if (dispute.adjusted_in) view.set_adjusted_in(dispute.adjusted_in->to_string());
  for (const settlement::DisputeEvent& event : story.events) {
    v1::DisputeEventView& added = *view.add_event();
    added.set_entry(event.sequence.value);
    added.set_on(event.on.to_string());
    added.set_by(event.by);
    added.set_actor(event.actor);
    added.set_what(event.what);
    added.set_text(event.text);
  }
  return view;
}

}  // namespace quits::cli
