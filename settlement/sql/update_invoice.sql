UPDATE invoice SET open = $2, to_pay = $3, run = $4, waits = $5, flags = $6, disputed = $7 WHERE number = $1
