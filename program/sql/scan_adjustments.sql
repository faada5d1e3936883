SELECT sequence, approved_by FROM adjustment ORDER BY sequence
