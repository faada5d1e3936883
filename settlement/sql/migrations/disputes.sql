-- One row per dispute, by the entry that opened it. Amounts have the sign of the document. adjusted_in 0: no adjusting entry.
-- Derived from the log and compared with it by verify. A log that was written before has no dispute: nothing to fill in.
CREATE TABLE dispute (
  opened INTEGER PRIMARY KEY,
  document TEXT NOT NULL,
  line INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  disputed_by TEXT NOT NULL,
  reason INTEGER NOT NULL,
  answer_until INTEGER NOT NULL,
  state INTEGER NOT NULL,
  answered INTEGER NOT NULL,
  resolved INTEGER NOT NULL,
  adjusted_in INTEGER NOT NULL
) STRICT;

CREATE INDEX dispute_by_document ON dispute (document, opened);
CREATE INDEX dispute_by_adjustment ON dispute (adjusted_in) WHERE state = 2;

-- Answers and resolutions.
CREATE TABLE dispute_event (
  entry INTEGER PRIMARY KEY,
  dispute INTEGER NOT NULL
) STRICT;

CREATE INDEX dispute_event_by_dispute ON dispute_event (dispute, entry);

-- Of what is open of an invoice and on no payment list, what its disputes keep out of settlements.
ALTER TABLE invoice ADD COLUMN disputed INTEGER NOT NULL DEFAULT 0;
