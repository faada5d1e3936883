INSERT INTO account (owner, counterparty, kind, currency, number) VALUES ($1, $2, $3, $4, $5)
