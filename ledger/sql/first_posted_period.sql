SELECT min(period) FROM (SELECT min(period) AS period FROM balance UNION ALL SELECT min(period) FROM line) AS posted
