INSERT INTO plan_customer (version, plan, customer, since_day) VALUES ($1, $2, $3, $4)
