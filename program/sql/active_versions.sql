SELECT version FROM activity WHERE period = $1 ORDER BY version
