INSERT INTO restated (entry, item, difference, restated_by) VALUES ($1, $2, $3, $4)
