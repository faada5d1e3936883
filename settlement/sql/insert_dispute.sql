INSERT INTO dispute (opened, document, line, amount, disputed_by, reason, answer_until, state, answered, resolved, adjusted_in) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
