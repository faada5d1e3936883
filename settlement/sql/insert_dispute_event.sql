INSERT INTO dispute_event (entry, dispute) VALUES ($1, $2)
