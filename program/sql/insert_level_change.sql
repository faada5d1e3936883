INSERT INTO level_change (sequence, agreement, from_day, level, why, known_since) VALUES ($1, $2, $3, $4, $5, $6)
