UPDATE dispute_event SET dispute = $2 WHERE entry = $1
