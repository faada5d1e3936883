SELECT run, party, proposal, until, silence, answer, answered FROM run_party WHERE run = $1 ORDER BY party
