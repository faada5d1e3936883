SELECT count(*) = 4 FROM sqlite_schema
WHERE type = 'table' AND name IN ('invoice', 'invoice_number', 'settlement', 'settled_period')
