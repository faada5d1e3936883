SELECT sequence, version, day, customer, net FROM level_sale WHERE sequence = $1
