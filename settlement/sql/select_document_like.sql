SELECT number FROM invoice
WHERE number >= $1 AND number < $2 AND kind <> 1
ORDER BY number
