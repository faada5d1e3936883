UPDATE level_change SET agreement = $2, from_day = $3, level = $4, why = $5, known_since = $6 WHERE sequence = $1
