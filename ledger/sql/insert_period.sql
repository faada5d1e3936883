INSERT INTO period (period, closed_by) VALUES ($1, $2)
