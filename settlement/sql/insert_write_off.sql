INSERT INTO write_off (requested, document, amount, approved, posted_in, reversed) VALUES ($1, $2, $3, $4, $5, $6)
