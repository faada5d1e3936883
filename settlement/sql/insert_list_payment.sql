INSERT INTO list_payment (reference, document, paid) VALUES ($1, $2, $3)
