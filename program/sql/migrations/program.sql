-- All of this is derived from the log and compared with it by verify.

-- The number of a party is the sequence of the record that registered it.
CREATE TABLE party (
  key TEXT PRIMARY KEY,
  number INTEGER NOT NULL UNIQUE,
  name TEXT NOT NULL,
  country TEXT NOT NULL,
  vat_id TEXT NOT NULL,
  is_operator INTEGER NOT NULL
) STRICT;

-- One row per proposed version. The terms are in the record `sequence`; accepted_by is the accepting record or 0.
CREATE TABLE agreement_version (
  sequence INTEGER PRIMARY KEY,
  agreement TEXT NOT NULL,
  version INTEGER NOT NULL,
  principal TEXT NOT NULL,
  partner TEXT NOT NULL,
  effective_from INTEGER NOT NULL,
  proposed_by TEXT NOT NULL,
  accepted_by INTEGER NOT NULL,
  UNIQUE (agreement, version)
) STRICT;

CREATE INDEX agreement_version_by_partner ON agreement_version (partner);

-- Volume accumulated by a plan of a version in the window that begins on window_day. Millionths.
CREATE TABLE accumulator (
  version INTEGER NOT NULL,
  plan TEXT NOT NULL,
  window_day INTEGER NOT NULL,
  volume INTEGER NOT NULL,
  PRIMARY KEY (version, plan, window_day)
) STRICT, WITHOUT ROWID;

-- What went back of an entry: volume in millionths, amount in minor units, and the reversal that took the rest or 0.
CREATE TABLE given_back (
  sequence INTEGER PRIMARY KEY,
  volume INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  reversed_by INTEGER NOT NULL
) STRICT;

-- Adjustments; approved_by is the approving record or 0.
CREATE TABLE adjustment (
  sequence INTEGER PRIMARY KEY,
  approved_by INTEGER NOT NULL
) STRICT;
