INSERT INTO fact_id (source, id, sequence) VALUES ($1, $2, $3) ON CONFLICT (source, id) DO NOTHING
