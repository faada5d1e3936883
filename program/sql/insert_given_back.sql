INSERT INTO given_back (sequence, volume, amount, reversed_by) VALUES ($1, $2, $3, $4)
