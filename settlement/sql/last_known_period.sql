SELECT max(period) FROM (
  SELECT max(period) AS period FROM line
  UNION ALL SELECT max(period) FROM period
  UNION ALL SELECT max(period) FROM invoice WHERE kind IN (4, 5)
  UNION ALL SELECT max(posted_in) FROM write_off WHERE posted_in <> 0
) AS known
