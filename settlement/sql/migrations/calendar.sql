-- One row per period from which a calendar holds, as it was set last. Derived from the log and compared with it by verify.
-- A log that was written before this table has no such record: nothing to fill in.
CREATE TABLE calendar (
  from_period INTEGER PRIMARY KEY,
  sequence INTEGER NOT NULL,
  close_day INTEGER NOT NULL,
  review_day INTEGER NOT NULL,
  payment_day INTEGER NOT NULL,
  payment_months INTEGER NOT NULL
) STRICT;
