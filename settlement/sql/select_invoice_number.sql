SELECT issuer, year, last FROM invoice_number WHERE issuer = $1 AND year = $2
