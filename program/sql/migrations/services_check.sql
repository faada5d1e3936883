SELECT count(*) = 3 FROM sqlite_schema WHERE type = 'table' AND name IN ('floor', 'draw', 'fund_request')
