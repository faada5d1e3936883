INSERT INTO party_hold (party, hold, sequence) VALUES ($1, $2, $3)
