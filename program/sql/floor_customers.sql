SELECT customer FROM floor WHERE version = $1 AND plan = $2 AND scope = $3 AND window_day = $4 ORDER BY customer
