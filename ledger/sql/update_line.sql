UPDATE line SET entries = $2, quantity = $3, base = $4, amount = $5, last_sequence = $6 WHERE number = $1
