UPDATE invoice_number SET last = $3 WHERE issuer = $1 AND year = $2
