SELECT number, sequence, issuer, recipient, period, currency, issued_on, due_on, net, tax, gross, open, to_pay, kind, run, waits, flags, disputed FROM invoice
WHERE period <= $1 AND kind IN (1, 4) AND (open <> to_pay OR (period = $1 AND kind = 1))
ORDER BY min(issuer, recipient), max(issuer, recipient), currency, due_on, number
