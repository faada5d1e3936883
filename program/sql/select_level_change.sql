SELECT sequence, agreement, from_day, level, why, known_since FROM level_change WHERE sequence = $1
