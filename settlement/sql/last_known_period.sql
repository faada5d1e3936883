SELECT max(period) FROM (SELECT max(period) AS period FROM line UNION ALL SELECT max(period) FROM period) AS known
