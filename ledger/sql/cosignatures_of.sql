SELECT size, witness, line FROM cosignature WHERE size = $1 ORDER BY witness
