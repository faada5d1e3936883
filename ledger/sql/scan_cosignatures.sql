SELECT size, witness, line FROM cosignature ORDER BY size, witness
