UPDATE balance SET amount = $3 WHERE period = $1 AND account = $2
