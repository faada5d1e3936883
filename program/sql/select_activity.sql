SELECT version, period FROM activity WHERE version = $1 AND period = $2
