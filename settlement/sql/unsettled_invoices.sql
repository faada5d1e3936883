SELECT number, sequence, issuer, recipient, period, currency, issued_on, due_on, net, tax, gross, open, to_pay, kind, run, waits, flags, disputed FROM invoice
WHERE period <= $1 AND kind IN (1, 4) AND open <> to_pay AND ($2 = '' OR issuer = $2 OR recipient = $2)
