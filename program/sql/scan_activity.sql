SELECT version, period FROM activity ORDER BY version, period
