UPDATE invoice SET open = $2, to_pay = $3 WHERE number = $1
