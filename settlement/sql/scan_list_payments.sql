SELECT reference, document, paid FROM list_payment ORDER BY reference, document
