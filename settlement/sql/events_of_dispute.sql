SELECT entry FROM dispute_event WHERE dispute = $1 ORDER BY entry
