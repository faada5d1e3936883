SELECT version, plan, scope, window_day, customer, used FROM limit_use ORDER BY version, plan, scope, window_day, customer
