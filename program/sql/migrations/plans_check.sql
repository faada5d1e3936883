SELECT count(*) = 3 FROM sqlite_schema WHERE type = 'table' AND name IN ('limit_use', 'plan_customer', 'activity')
