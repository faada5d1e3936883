UPDATE calendar SET sequence = $2, close_day = $3, review_day = $4, payment_day = $5, payment_months = $6 WHERE from_period = $1
