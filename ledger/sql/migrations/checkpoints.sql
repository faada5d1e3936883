-- Checkpoints stand beside the log, because they are statements about it: they are derived from nothing, and verify judges
-- each by its signature and by the root that the log had. A book that was written before has signed none: nothing to fill in.

-- The keys that the book signs with, in order. The announcement is a signed note that says what the row says.
CREATE TABLE signing_key (
  number INTEGER PRIMARY KEY,
  verifier_key TEXT NOT NULL UNIQUE,
  from_size INTEGER NOT NULL,
  announcement TEXT NOT NULL
) STRICT;

CREATE TRIGGER signing_key_is_never_updated BEFORE UPDATE ON signing_key
BEGIN
  SELECT RAISE(ABORT, 'the list of keys is append-only: a key is never updated');
END;

CREATE TRIGGER signing_key_is_never_deleted BEFORE DELETE ON signing_key
BEGIN
  SELECT RAISE(ABORT, 'the list of keys is append-only: a key is never deleted');
END;

-- A signed note over the first `size` records, without the signatures of witnesses.
CREATE TABLE checkpoint (
  size INTEGER PRIMARY KEY,
  note TEXT NOT NULL
) STRICT;

CREATE TRIGGER checkpoint_is_never_updated BEFORE UPDATE ON checkpoint
BEGIN
  SELECT RAISE(ABORT, 'checkpoints are append-only: one is never updated');
END;

CREATE TRIGGER checkpoint_is_never_deleted BEFORE DELETE ON checkpoint
BEGIN
  SELECT RAISE(ABORT, 'checkpoints are append-only: one is never deleted');
END;

-- The signature line of one witness, by its verifier key.
CREATE TABLE cosignature (
  size INTEGER NOT NULL,
  witness TEXT NOT NULL,
  line TEXT NOT NULL,
  PRIMARY KEY (size, witness)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER cosignature_is_never_updated BEFORE UPDATE ON cosignature
BEGIN
  SELECT RAISE(ABORT, 'cosignatures are append-only: one is never updated');
END;

CREATE TRIGGER cosignature_is_never_deleted BEFORE DELETE ON cosignature
BEGIN
  SELECT RAISE(ABORT, 'cosignatures are append-only: one is never deleted');
END;
