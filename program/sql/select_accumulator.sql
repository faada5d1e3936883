SELECT version, plan, window_day, volume FROM accumulator WHERE version = $1 AND plan = $2 AND window_day = $3
