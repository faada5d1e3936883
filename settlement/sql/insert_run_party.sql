INSERT INTO run_party (run, party, proposal, until, silence, answer, answered) VALUES ($1, $2, $3, $4, $5, $6, $7)
