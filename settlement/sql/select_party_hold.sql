SELECT party, hold, sequence FROM party_hold WHERE party = $1
