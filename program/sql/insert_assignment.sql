INSERT INTO assignment (partner, from_day, under, sequence) VALUES ($1, $2, $3, $4)
ON CONFLICT (partner, from_day) DO UPDATE SET under = excluded.under, sequence = excluded.sequence
