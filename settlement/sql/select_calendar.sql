SELECT from_period, sequence, close_day, review_day, payment_day, payment_months FROM calendar WHERE from_period = $1
