SELECT count(*) = 3 FROM sqlite_schema WHERE type = 'table' AND name IN ('signing_key', 'checkpoint', 'cosignature')
