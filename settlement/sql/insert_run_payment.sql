INSERT INTO run_payment (reference, run, payer, payee, currency, amount, confirmed, due_on, withdrawn) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
