SELECT run, party, proposal, until, silence, answer, answered FROM run_party ORDER BY run, party
