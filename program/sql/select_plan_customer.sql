SELECT version, plan, customer, since_day FROM plan_customer WHERE version = $1 AND plan = $2 AND customer = $3
