INSERT INTO party (key, number, name, country, vat_id, is_operator) VALUES ($1, $2, $3, $4, $5, $6)
