SELECT entry, dispute FROM dispute_event ORDER BY entry
