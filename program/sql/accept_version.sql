UPDATE agreement_version SET accepted_by = $2 WHERE sequence = $1
