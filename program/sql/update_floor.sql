UPDATE floor SET earned = $6, topped = $7, sales = $8 WHERE version = $1 AND plan = $2 AND scope = $3 AND window_day = $4 AND customer = $5
