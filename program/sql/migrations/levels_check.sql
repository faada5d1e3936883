SELECT count(*) = 4 FROM sqlite_schema WHERE type = 'table' AND name IN ('person_place', 'certificate', 'level_change', 'level_sale')
