SELECT number, sequence, issuer, recipient, period, currency, issued_on, due_on, net, tax, gross, open, to_pay, kind, run, waits, flags, disputed FROM invoice
WHERE kind IN (4, 5) AND (period = $1 OR (period < $1 AND open <> 0)) AND ($2 = '' OR issuer = $2 OR recipient = $2)
ORDER BY sequence
