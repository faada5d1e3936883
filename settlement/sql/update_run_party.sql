UPDATE run_party SET proposal = $3, until = $4, silence = $5, answer = $6, answered = $7 WHERE run = $1 AND party = $2
