SELECT number, sequence, issuer, recipient, period, currency, issued_on, due_on, net, tax, gross, open, to_pay, kind, run, waits, flags, disputed FROM invoice
WHERE open <> 0 AND ($1 = '' OR issuer = $1 OR recipient = $1)
ORDER BY number
