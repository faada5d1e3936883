SELECT partner, principal, currency, period, sequence, opening, charges, earnings, paid, carried, reference, due_on, confirmed, because FROM settlement AS s
WHERE s.period = (SELECT max(t.period) FROM settlement AS t
                  WHERE t.partner = s.partner AND t.principal = s.principal AND t.currency = s.currency AND t.period < $1)
ORDER BY partner, principal, currency
