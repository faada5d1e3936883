UPDATE limit_use SET used = $6 WHERE version = $1 AND plan = $2 AND scope = $3 AND window_day = $4 AND customer = $5
