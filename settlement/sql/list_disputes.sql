SELECT opened, document, line, amount, disputed_by, reason, answer_until, state, answered, resolved, adjusted_in FROM dispute
WHERE $1 = '' OR document IN (SELECT number FROM invoice WHERE issuer = $1 OR recipient = $1)
ORDER BY opened
