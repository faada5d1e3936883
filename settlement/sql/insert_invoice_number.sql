INSERT INTO invoice_number (issuer, year, last) VALUES ($1, $2, $3)
