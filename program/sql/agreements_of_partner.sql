SELECT DISTINCT agreement FROM agreement_version WHERE partner = $1 ORDER BY agreement
