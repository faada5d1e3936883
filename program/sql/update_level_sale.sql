UPDATE level_sale SET version = $2, day = $3, customer = $4, net = $5 WHERE sequence = $1
