INSERT INTO accumulator (version, plan, window_day, volume) VALUES ($1, $2, $3, $4)
