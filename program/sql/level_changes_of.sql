SELECT sequence, agreement, from_day, level, why, known_since FROM level_change
WHERE agreement = $1 ORDER BY from_day, known_since, sequence
