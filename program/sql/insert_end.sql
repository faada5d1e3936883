INSERT INTO agreement_end (agreement, sequence, last_day, ended_by) VALUES ($1, $2, $3, $4)
