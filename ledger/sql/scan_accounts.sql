SELECT owner, counterparty, kind, currency, number FROM account ORDER BY number
