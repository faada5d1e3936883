UPDATE invoice SET open = $2, to_pay = $3, disputed = $4 WHERE number = $1
