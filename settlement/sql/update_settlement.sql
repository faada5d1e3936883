UPDATE settlement SET confirmed = $5 WHERE partner = $1 AND principal = $2 AND currency = $3 AND period = $4
