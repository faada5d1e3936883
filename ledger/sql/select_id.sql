SELECT sequence FROM fact_id WHERE source = $1 AND id = $2
