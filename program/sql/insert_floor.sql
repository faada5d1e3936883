INSERT INTO floor (version, plan, scope, window_day, customer, earned, topped, sales) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
