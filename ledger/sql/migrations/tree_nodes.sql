-- The roots of the complete subtrees over 16, 256, 4,096 ... records: `level` is 4, 8, 12 ..., `position` counts the subtrees
-- of a level from 0. Derived from the log and compared with it by verify.
CREATE TABLE tree_node (
  level INTEGER NOT NULL,
  position INTEGER NOT NULL,
  hash BLOB NOT NULL,
  PRIMARY KEY (level, position)
) STRICT, WITHOUT ROWID;
