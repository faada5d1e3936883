WITH RECURSIVE posted (period) AS (
  SELECT min(period) FROM balance
  UNION ALL
  SELECT (SELECT min(period) FROM balance WHERE balance.period > posted.period)
  FROM posted WHERE posted.period IS NOT NULL
)
SELECT a.owner, a.counterparty, a.kind, a.currency, b.period, b.amount
FROM (SELECT number, owner, counterparty, kind, currency FROM account WHERE owner = $1
      UNION SELECT number, owner, counterparty, kind, currency FROM account WHERE counterparty = $1) AS a
CROSS JOIN posted AS p
JOIN balance AS b ON b.period = p.period AND b.account = a.number
ORDER BY a.owner, a.counterparty, a.kind, a.currency, b.period
