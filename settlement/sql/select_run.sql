SELECT run, state, mode, on_day, opened, collected, proposed, approved, posted, ended, proposal, payments_open FROM run WHERE run = $1
