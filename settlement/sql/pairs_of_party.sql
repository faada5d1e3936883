SELECT DISTINCT partner, principal, currency FROM settlement WHERE partner = $1
UNION SELECT DISTINCT partner, principal, currency FROM settlement WHERE principal = $1
