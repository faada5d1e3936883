SELECT sequence, volume, amount, reversed_by FROM given_back WHERE sequence = $1
