SELECT a.owner, a.counterparty, a.kind, a.currency, b.period, b.amount
FROM balance AS b JOIN account AS a ON a.number = b.account
ORDER BY a.owner, a.counterparty, a.kind, a.currency, b.period
