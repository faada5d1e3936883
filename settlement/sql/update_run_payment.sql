UPDATE run_payment SET run = $2, payer = $3, payee = $4, currency = $5, amount = $6, confirmed = $7, due_on = $8, withdrawn = $9 WHERE reference = $1
