SELECT key, number, name, country, vat_id, is_operator FROM party ORDER BY key
