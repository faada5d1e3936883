-- One row per item of an entry that an approved restatement changed, with the sum of the differences. Derived from the log
-- and compared with it by verify. A log that was written before this table has no such record: nothing to fill in.
CREATE TABLE restated (
  entry INTEGER NOT NULL,
  item INTEGER NOT NULL,
  difference INTEGER NOT NULL,
  restated_by INTEGER NOT NULL,
  PRIMARY KEY (entry, item)
) STRICT, WITHOUT ROWID;
