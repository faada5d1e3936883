SELECT count(*) = 5 FROM sqlite_schema
WHERE type = 'table' AND name IN ('party', 'agreement_version', 'accumulator', 'given_back', 'adjustment')
