INSERT INTO adjustment (sequence, approved_by) VALUES ($1, $2)
