SELECT min(period) FROM activity
