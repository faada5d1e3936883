UPDATE fact_id SET sequence = $3 WHERE source = $1 AND id = $2
