SELECT count(*) = 8 FROM sqlite_schema
WHERE type = 'table' AND name IN ('record', 'tree', 'source', 'fact_id', 'account', 'balance', 'period', 'line')
