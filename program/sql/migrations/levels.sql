-- All of this is derived from the log and compared with it by verify. Older logs hold none of the facts behind it, so there
-- is nothing to fill.

-- Where a person works from a day on; an empty partner: at none.
CREATE TABLE person_place (
  person TEXT NOT NULL,
  from_day INTEGER NOT NULL,
  partner TEXT NOT NULL,
  PRIMARY KEY (person, from_day)
) STRICT, WITHOUT ROWID;

CREATE INDEX person_place_by_partner ON person_place (partner);

-- What a person passed on a day, and the last day on which it counts (2932896, the year 9999: it does not expire).
CREATE TABLE certificate (
  person TEXT NOT NULL,
  certificate TEXT NOT NULL,
  on_day INTEGER NOT NULL,
  until_day INTEGER NOT NULL,
  PRIMARY KEY (person, certificate, on_day)
) STRICT, WITHOUT ROWID;

-- What gives a level from a day on: the record of a review or of a grant. why: 1 a review day, 2 asked for, 3 somebody left,
-- 4 granted. known_since: the record since which it holds, the review itself or the approval of the grant; 0: pending.
CREATE TABLE level_change (
  sequence INTEGER PRIMARY KEY,
  agreement TEXT NOT NULL,
  from_day INTEGER NOT NULL,
  level TEXT NOT NULL,
  why INTEGER NOT NULL,
  known_since INTEGER NOT NULL
) STRICT;

CREATE INDEX level_change_by_agreement ON level_change (agreement);

-- Sales and credits under versions that have levels: what is left of each after what was given back, in millionths. The
-- customer is empty where the version counts none.
CREATE TABLE level_sale (
  sequence INTEGER PRIMARY KEY,
  version INTEGER NOT NULL,
  day INTEGER NOT NULL,
  customer TEXT NOT NULL,
  net INTEGER NOT NULL
) STRICT;

CREATE INDEX level_sale_by_day ON level_sale (version, day);
