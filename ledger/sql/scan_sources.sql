SELECT number, name FROM source ORDER BY number
