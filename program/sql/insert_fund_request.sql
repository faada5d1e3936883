INSERT INTO fund_request (sequence, version, fund, day, amount, share, approved_by, approved_day, claimed, paid, released_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
