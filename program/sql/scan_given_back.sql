SELECT sequence, volume, amount, reversed_by FROM given_back ORDER BY sequence
