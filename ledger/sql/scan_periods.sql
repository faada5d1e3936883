SELECT period, closed_by FROM period ORDER BY period
