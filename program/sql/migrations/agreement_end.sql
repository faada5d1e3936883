-- One row per agreement that a side has ended. Derived from the log and compared with it by verify.
CREATE TABLE agreement_end (
  agreement TEXT PRIMARY KEY,
  sequence INTEGER NOT NULL UNIQUE,
  last_day INTEGER NOT NULL,
  ended_by TEXT NOT NULL
) STRICT;
