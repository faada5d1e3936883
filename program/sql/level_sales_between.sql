SELECT sale.net FROM level_sale AS sale
JOIN agreement_version AS version ON version.sequence = sale.version
WHERE version.agreement = $1 AND sale.day >= $2 AND sale.day < $3
