SELECT period, account, amount FROM balance WHERE period = $1 AND account = $2
