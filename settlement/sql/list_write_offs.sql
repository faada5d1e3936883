SELECT requested, document, amount, approved, posted_in, reversed FROM write_off
WHERE ($1 = '' OR document IN (SELECT number FROM invoice WHERE issuer = $1 OR recipient = $1))
  AND ($2 = 0 OR (posted_in = $2 AND reversed = 0))
ORDER BY requested
