UPDATE fund_request SET approved_by = $7, approved_day = $8, claimed = $9, paid = $10, released_by = $11,
  version = $2, fund = $3, day = $4, amount = $5, share = $6 WHERE sequence = $1
