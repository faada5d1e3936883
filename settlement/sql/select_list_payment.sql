SELECT reference, document, paid FROM list_payment WHERE reference = $1 AND document = $2
