INSERT INTO level_sale (sequence, version, day, customer, net) VALUES ($1, $2, $3, $4, $5)
