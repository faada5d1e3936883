INSERT INTO draw (agreement, guarantee, outstanding) VALUES ($1, $2, $3)
