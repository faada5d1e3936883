UPDATE run SET state = $2, mode = $3, on_day = $4, opened = $5, collected = $6, proposed = $7, approved = $8, posted = $9, ended = $10, proposal = $11, payments_open = $12 WHERE run = $1
