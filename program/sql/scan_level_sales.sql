SELECT sequence, version, day, customer, net FROM level_sale ORDER BY sequence
