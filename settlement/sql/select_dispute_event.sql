SELECT entry, dispute FROM dispute_event WHERE entry = $1
