SELECT key, number, name, country, vat_id, is_operator FROM party WHERE is_operator = 1
