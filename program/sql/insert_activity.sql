INSERT INTO activity (version, period) VALUES ($1, $2)
