SELECT opened FROM dispute WHERE state = 2 AND adjusted_in = $1 ORDER BY opened
