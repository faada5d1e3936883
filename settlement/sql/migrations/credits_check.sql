SELECT (SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'write_off') = 1
AND (SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND name = 'invoice_credit') = 1
