SELECT count(*) = 4 FROM sqlite_schema
WHERE type = 'table' AND name IN ('run', 'run_party', 'run_payment', 'party_hold')
