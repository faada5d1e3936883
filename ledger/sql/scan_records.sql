SELECT sequence, bytes FROM record WHERE sequence >= $1 AND sequence <= $2 ORDER BY sequence
