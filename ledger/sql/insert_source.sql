INSERT INTO source (number, name) VALUES ($1, $2)
