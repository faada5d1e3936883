SELECT number, sequence, issuer, recipient, period, currency, issued_on, due_on, net, tax, gross, open, to_pay, kind, run, waits, flags, disputed FROM invoice ORDER BY number
