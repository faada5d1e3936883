SELECT sequence FROM adjustment WHERE approved_by = 0 ORDER BY sequence
