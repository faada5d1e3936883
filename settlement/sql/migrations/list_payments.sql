-- What was paid of a document under one payment list, with the sign of the document. Derived from the log and compared with it by
-- verify; a book that was written before gets its rows from its log.
CREATE TABLE list_payment (
  reference TEXT NOT NULL,
  document TEXT NOT NULL,
  paid INTEGER NOT NULL,
  PRIMARY KEY (reference, document)
) STRICT, WITHOUT ROWID;
