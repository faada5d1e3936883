-- Settlement runs. All of this is derived from the log and compared with it by verify. Amounts in minor units.

-- What a document is (1 invoice or credit note, 2 reported, 3 at a netting centre), the run that holds it, whether
-- it waits for the other side's word (0 no, 1 yes, 2 refused), and what else keeps it out of runs.
ALTER TABLE invoice ADD COLUMN kind INTEGER NOT NULL DEFAULT 1;
ALTER TABLE invoice ADD COLUMN run TEXT NOT NULL DEFAULT '';
ALTER TABLE invoice ADD COLUMN waits INTEGER NOT NULL DEFAULT 0;
ALTER TABLE invoice ADD COLUMN flags TEXT NOT NULL DEFAULT '';

CREATE TABLE run (
  run TEXT PRIMARY KEY,
  state INTEGER NOT NULL,
  mode INTEGER NOT NULL,
  on_day INTEGER NOT NULL,
  opened INTEGER NOT NULL,
  collected INTEGER NOT NULL,
  proposed INTEGER NOT NULL,
  approved INTEGER NOT NULL,
  posted INTEGER NOT NULL,
  ended INTEGER NOT NULL,
  proposal INTEGER NOT NULL,
  payments_open INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Whose word a proposal needs.
CREATE TABLE run_party (
  run TEXT NOT NULL,
  party TEXT NOT NULL,
  proposal INTEGER NOT NULL,
  until INTEGER NOT NULL,
  silence INTEGER NOT NULL,
  answer INTEGER NOT NULL,
  answered INTEGER NOT NULL,
  PRIMARY KEY (run, party)
) STRICT, WITHOUT ROWID;

-- Payments that runs ask for.
CREATE TABLE run_payment (
  reference TEXT PRIMARY KEY,
  run TEXT NOT NULL,
  payer TEXT NOT NULL,
  payee TEXT NOT NULL,
  currency INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  confirmed INTEGER NOT NULL,
  due_on INTEGER NOT NULL,
  withdrawn INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX run_payment_by_run ON run_payment (run);
CREATE INDEX run_payment_open ON run_payment (payer, payee) WHERE confirmed <> amount AND withdrawn = 0;

-- Parties that take no part in runs: 1 on hold, 2 insolvent.
CREATE TABLE party_hold (
  party TEXT PRIMARY KEY,
  hold INTEGER NOT NULL,
  sequence INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
