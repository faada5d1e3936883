SELECT version, plan, scope, window_day, customer, earned, topped, sales FROM floor ORDER BY version, plan, scope, window_day, customer
