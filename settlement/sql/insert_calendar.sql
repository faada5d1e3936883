INSERT INTO calendar (from_period, sequence, close_day, review_day, payment_day, payment_months) VALUES ($1, $2, $3, $4, $5, $6)
