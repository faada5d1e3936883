-- All of this is derived from the log and compared with it by verify.

-- What a plan of a version has paid within one limit: of a month, a year (window_day its first day; -1000000: for ever), and
-- of one customer (empty: all). Minor units.
CREATE TABLE limit_use (
  version INTEGER NOT NULL,
  plan TEXT NOT NULL,
  scope INTEGER NOT NULL,
  window_day INTEGER NOT NULL,
  customer TEXT NOT NULL,
  used INTEGER NOT NULL,
  PRIMARY KEY (version, plan, scope, window_day, customer)
) STRICT, WITHOUT ROWID;

-- A customer's first sale under a plan that pays for a limited time.
CREATE TABLE plan_customer (
  version INTEGER NOT NULL,
  plan TEXT NOT NULL,
  customer TEXT NOT NULL,
  since_day INTEGER NOT NULL,
  PRIMARY KEY (version, plan, customer)
) STRICT, WITHOUT ROWID;

-- Periods in which a version had a sale or a credit.
CREATE TABLE activity (
  version INTEGER NOT NULL,
  period INTEGER NOT NULL,
  PRIMARY KEY (version, period)
) STRICT, WITHOUT ROWID;

CREATE INDEX activity_by_period ON activity (period);
