SELECT sale.customer, min(sale.day),
  max(CASE WHEN sale.day >= $3 THEN 1 ELSE 0 END),
  max(CASE WHEN sale.day >= $2 AND sale.day < $3 THEN 1 ELSE 0 END)
FROM level_sale AS sale
JOIN agreement_version AS version ON version.sequence = sale.version
WHERE version.agreement = $1 AND sale.day < $4 AND sale.net > 0 AND sale.customer <> ''
GROUP BY sale.customer
