SELECT sequence, agreement, from_day, level, why, known_since FROM level_change ORDER BY sequence
