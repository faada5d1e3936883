-- All of this is derived from the log and compared with it by verify. The facts behind it did not exist before: a book
-- that was written earlier has no rows.

-- Under whom a partner sells, from a day on (empty: under nobody).
CREATE TABLE assignment (
  partner TEXT NOT NULL,
  from_day INTEGER NOT NULL,
  under TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  PRIMARY KEY (partner, from_day)
) STRICT, WITHOUT ROWID;

-- What happened to a sale since: what its customer has paid of it (millionths) and the newest payment's entry (0: none), and
-- the entry that cancelled its contract (0: none).
CREATE TABLE sale_course (
  sale INTEGER PRIMARY KEY,
  paid INTEGER NOT NULL,
  newest_payment INTEGER NOT NULL,
  cancelled_by INTEGER NOT NULL
) STRICT;
