INSERT INTO balance (period, account, amount) VALUES ($1, $2, $3)
