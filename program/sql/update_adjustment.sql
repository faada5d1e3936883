UPDATE adjustment SET approved_by = $2 WHERE sequence = $1
