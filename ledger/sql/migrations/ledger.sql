-- The log: what happened, in order, as bytes that are never written again.
CREATE TABLE record (
  sequence INTEGER PRIMARY KEY,
  bytes BLOB NOT NULL
) STRICT;

CREATE TRIGGER record_is_never_updated BEFORE UPDATE ON record
BEGIN
  SELECT RAISE(ABORT, 'the log is append-only: a record is never updated');
END;

CREATE TRIGGER record_is_never_deleted BEFORE DELETE ON record
BEGIN
  SELECT RAISE(ABORT, 'the log is append-only: a record is never deleted');
END;

-- Everything below is a projection: derived from the log, compared with it by verify.

-- The frontier of the Merkle tree over the records.
CREATE TABLE tree (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  frontier BLOB NOT NULL
) STRICT;

-- Who sends facts, and which id became which record.
CREATE TABLE source (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;

CREATE TABLE fact_id (
  source INTEGER NOT NULL,
  id TEXT NOT NULL,
  sequence INTEGER NOT NULL,
  PRIMARY KEY (source, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE account (
  number INTEGER PRIMARY KEY,
  owner INTEGER NOT NULL,
  counterparty INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  currency INTEGER NOT NULL,
  UNIQUE (owner, counterparty, kind, currency)
) STRICT;

CREATE INDEX account_by_counterparty ON account (counterparty);

-- What the postings of one period add to one account. Minor units.
CREATE TABLE balance (
  period INTEGER NOT NULL,
  account INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  PRIMARY KEY (period, account)
) STRICT, WITHOUT ROWID;

CREATE TABLE period (
  period INTEGER PRIMARY KEY,
  closed_by INTEGER NOT NULL
) STRICT;

-- Statement lines. Quantity, base and tax_rate in millionths, amount in minor units.
CREATE TABLE line (
  number INTEGER PRIMARY KEY,
  period INTEGER NOT NULL,
  creditor INTEGER NOT NULL,
  debtor INTEGER NOT NULL,
  currency INTEGER NOT NULL,
  category INTEGER NOT NULL,
  billing INTEGER NOT NULL,
  version INTEGER NOT NULL,
  term TEXT NOT NULL,
  tax_category INTEGER NOT NULL,
  tax_rate INTEGER NOT NULL,
  entries INTEGER NOT NULL,
  quantity INTEGER NOT NULL,
  base INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  last_sequence INTEGER NOT NULL
) STRICT;

CREATE INDEX line_by_pair ON line (period, creditor, debtor);
CREATE INDEX line_by_debtor ON line (period, debtor);
