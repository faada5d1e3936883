SELECT reference, run, payer, payee, currency, amount, confirmed, due_on, withdrawn FROM run_payment
WHERE ((payer = $1 AND payee = $2) OR (payer = $2 AND payee = $1)) AND currency = $3 AND confirmed <> amount AND withdrawn = 0
ORDER BY due_on, reference
