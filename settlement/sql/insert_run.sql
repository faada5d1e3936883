INSERT INTO run (run, state, mode, on_day, opened, collected, proposed, approved, posted, ended, proposal, payments_open) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
