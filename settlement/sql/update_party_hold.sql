UPDATE party_hold SET hold = $2, sequence = $3 WHERE party = $1
