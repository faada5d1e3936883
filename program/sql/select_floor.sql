SELECT version, plan, scope, window_day, customer, earned, topped, sales FROM floor
WHERE version = $1 AND plan = $2 AND scope = $3 AND window_day = $4 AND customer = $5
