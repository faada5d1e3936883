SELECT partner, from_day, under, sequence FROM assignment ORDER BY partner, from_day
