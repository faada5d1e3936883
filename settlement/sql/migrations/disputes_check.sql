SELECT (SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name IN ('dispute', 'dispute_event')) = 2
AND (SELECT count(*) FROM pragma_table_info('invoice') WHERE name = 'disputed') = 1
