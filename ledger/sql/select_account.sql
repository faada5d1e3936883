SELECT owner, counterparty, kind, currency, number FROM account WHERE owner = $1 AND counterparty = $2 AND kind = $3 AND currency = $4
