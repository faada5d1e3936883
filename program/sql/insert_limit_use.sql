INSERT INTO limit_use (version, plan, scope, window_day, customer, used) VALUES ($1, $2, $3, $4, $5, $6)
