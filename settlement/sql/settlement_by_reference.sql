SELECT partner, principal, currency, period, sequence, opening, charges, earnings, paid, carried, reference, due_on, confirmed, because FROM settlement WHERE reference = $1 AND reference <> ''
