SELECT party, hold, sequence FROM party_hold ORDER BY party
