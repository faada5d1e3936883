UPDATE given_back SET volume = $2, amount = $3, reversed_by = $4 WHERE sequence = $1
