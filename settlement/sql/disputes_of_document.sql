SELECT opened, document, line, amount, disputed_by, reason, answer_until, state, answered, resolved, adjusted_in FROM dispute WHERE document = $1 ORDER BY opened
