-- All of this is derived from the log and compared with it by verify. Amounts in minor units.

CREATE TABLE invoice (
  number TEXT PRIMARY KEY,
  sequence INTEGER NOT NULL,
  issuer TEXT NOT NULL,
  recipient TEXT NOT NULL,
  period INTEGER NOT NULL,
  currency INTEGER NOT NULL,
  issued_on INTEGER NOT NULL,
  due_on INTEGER NOT NULL,
  net INTEGER NOT NULL,
  tax INTEGER NOT NULL,
  gross INTEGER NOT NULL,
  open INTEGER NOT NULL,
  to_pay INTEGER NOT NULL
) STRICT;

CREATE INDEX invoice_by_issuer ON invoice (issuer, period);
CREATE INDEX invoice_by_recipient ON invoice (recipient, period);
CREATE INDEX invoice_by_period ON invoice (period);
CREATE INDEX invoice_open ON invoice (period) WHERE open <> to_pay;

-- The last number each issuer gave in a year.
CREATE TABLE invoice_number (
  issuer TEXT NOT NULL,
  year INTEGER NOT NULL,
  last INTEGER NOT NULL,
  PRIMARY KEY (issuer, year)
) STRICT, WITHOUT ROWID;

-- One pair, one period, one currency; from the partner's side.
CREATE TABLE settlement (
  partner TEXT NOT NULL,
  principal TEXT NOT NULL,
  currency INTEGER NOT NULL,
  period INTEGER NOT NULL,
  sequence INTEGER NOT NULL,
  opening INTEGER NOT NULL,
  charges INTEGER NOT NULL,
  earnings INTEGER NOT NULL,
  paid INTEGER NOT NULL,
  carried INTEGER NOT NULL,
  reference TEXT NOT NULL,
  due_on INTEGER NOT NULL,
  confirmed INTEGER NOT NULL,
  because TEXT NOT NULL,
  PRIMARY KEY (partner, principal, currency, period)
) STRICT, WITHOUT ROWID;

CREATE INDEX settlement_by_principal ON settlement (principal, partner, currency);
CREATE INDEX settlement_by_period ON settlement (period);
CREATE INDEX settlement_by_reference ON settlement (reference) WHERE reference <> '';

-- Settled periods.
CREATE TABLE settled_period (
  period INTEGER PRIMARY KEY,
  sequence INTEGER NOT NULL
) STRICT;
