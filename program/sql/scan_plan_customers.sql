SELECT version, plan, customer, since_day FROM plan_customer ORDER BY version, plan, customer
