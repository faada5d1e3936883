SELECT max(period) FROM period
