SELECT bytes FROM record WHERE sequence = $1
