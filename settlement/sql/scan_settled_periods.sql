SELECT period, sequence FROM settled_period ORDER BY period
