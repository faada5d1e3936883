SELECT DISTINCT agreement FROM agreement_version ORDER BY agreement
