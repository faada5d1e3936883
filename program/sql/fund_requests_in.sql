SELECT sequence, version, fund, day, amount, share, approved_by, approved_day, claimed, paid, released_by FROM fund_request
WHERE version = $1 AND fund = $2 AND day >= $3 AND day <= $4 ORDER BY sequence
