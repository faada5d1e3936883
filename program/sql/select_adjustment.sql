SELECT sequence, approved_by FROM adjustment WHERE sequence = $1
