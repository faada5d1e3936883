UPDATE write_off SET document = $2, amount = $3, approved = $4, posted_in = $5, reversed = $6 WHERE requested = $1
