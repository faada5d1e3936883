SELECT partner, principal, currency, period, sequence, opening, charges, earnings, paid, carried, reference, due_on, confirmed, because FROM settlement
WHERE ((partner = $1 AND principal = $2) OR (partner = $2 AND principal = $1)) AND currency = $3 AND period >= $4
  AND reference <> '' AND confirmed <> paid
ORDER BY period
