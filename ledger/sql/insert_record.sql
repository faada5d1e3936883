INSERT INTO record (sequence, bytes) VALUES ($1, $2)
