SELECT DISTINCT period FROM settlement WHERE reference <> '' AND confirmed <> paid ORDER BY period
