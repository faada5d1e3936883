INSERT INTO cosignature (size, witness, line) VALUES ($1, $2, $3)
