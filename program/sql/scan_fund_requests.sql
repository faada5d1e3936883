SELECT sequence, version, fund, day, amount, share, approved_by, approved_day, claimed, paid, released_by FROM fund_request ORDER BY sequence
