SELECT source, id, sequence FROM fact_id ORDER BY source, id
