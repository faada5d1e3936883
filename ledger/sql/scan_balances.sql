SELECT period, account, amount FROM balance ORDER BY period, account
