SELECT requested, document, amount, approved, posted_in, reversed FROM write_off ORDER BY requested
