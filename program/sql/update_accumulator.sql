UPDATE accumulator SET volume = $4 WHERE version = $1 AND plan = $2 AND window_day = $3
