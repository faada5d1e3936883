-- All of this is derived from the log and compared with it by verify. Older logs hold none of the facts.

-- What a plan of a version has paid within a least amount over a time, top-ups included; what of it was topped up; and the
-- sales there were. Keys as in limit_use. Minor units.
CREATE TABLE floor (
  version INTEGER NOT NULL,
  plan TEXT NOT NULL,
  scope INTEGER NOT NULL,
  window_day INTEGER NOT NULL,
  customer TEXT NOT NULL,
  earned INTEGER NOT NULL,
  topped INTEGER NOT NULL,
  sales INTEGER NOT NULL,
  PRIMARY KEY (version, plan, scope, window_day, customer)
) STRICT, WITHOUT ROWID;

-- What a recoverable guarantee has advanced and not recovered yet. Minor units.
CREATE TABLE draw (
  agreement TEXT NOT NULL,
  guarantee TEXT NOT NULL,
  outstanding INTEGER NOT NULL,
  PRIMARY KEY (agreement, guarantee)
) STRICT, WITHOUT ROWID;

-- Requests for marketing funds, by their record. day: of the request, decides whose budget; amount and claimed: what the
-- activity costs; paid: the principal's share of the claims; share in millionths; approved_by and released_by: records, or 0.
CREATE TABLE fund_request (
  sequence INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  fund TEXT NOT NULL,
  day INTEGER NOT NULL,
  amount INTEGER NOT NULL,
  share INTEGER NOT NULL,
  approved_by INTEGER NOT NULL,
  approved_day INTEGER NOT NULL,
  claimed INTEGER NOT NULL,
  paid INTEGER NOT NULL,
  released_by INTEGER NOT NULL
) STRICT;

CREATE INDEX fund_request_by_day ON fund_request (version, fund, day);
