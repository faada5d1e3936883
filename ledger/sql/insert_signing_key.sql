INSERT INTO signing_key (number, verifier_key, from_size, announcement) VALUES ($1, $2, $3, $4)
