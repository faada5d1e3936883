INSERT INTO settled_period (period, sequence) VALUES ($1, $2)
