SELECT sequence FROM adjustment WHERE approved_by > $1 ORDER BY approved_by
