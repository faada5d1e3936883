SELECT reference, run, payer, payee, currency, amount, confirmed, due_on, withdrawn FROM run_payment WHERE reference = $1
