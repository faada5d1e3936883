SELECT partner, principal, currency, period, sequence, opening, charges, earnings, paid, carried, reference, due_on, confirmed, because FROM settlement ORDER BY partner, principal, currency, period
