SELECT version, plan, window_day, volume FROM accumulator ORDER BY version, plan, window_day
