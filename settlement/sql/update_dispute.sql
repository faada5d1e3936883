UPDATE dispute SET state = $2, answered = $3, resolved = $4, adjusted_in = $5 WHERE opened = $1
