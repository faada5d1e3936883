INSERT INTO invoice (number, sequence, issuer, recipient, period, currency, issued_on, due_on, net, tax, gross, open, to_pay) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
