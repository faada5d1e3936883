SELECT issuer, year, last FROM invoice_number ORDER BY issuer, year
