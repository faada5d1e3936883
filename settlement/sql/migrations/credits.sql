-- One row per request to write something off, by the entry that requested it. The amount has the sign of the document. approved,
-- posted_in and reversed 0: not yet. Derived from the log and compared with it by verify. A log that was written before has no
-- write-off and no credit of a payment: nothing to fill in.
CREATE TABLE write_off (
  requested INTEGER PRIMARY KEY,
  document TEXT NOT NULL,
  amount INTEGER NOT NULL,
  approved INTEGER NOT NULL,
  posted_in INTEGER NOT NULL,
  reversed INTEGER NOT NULL
) STRICT;

CREATE INDEX write_off_by_period ON write_off (posted_in) WHERE posted_in <> 0;

-- Credits of payments are documents of the kinds 4 and 5 (left to runs).
CREATE INDEX invoice_credit ON invoice (period) WHERE kind IN (4, 5);
