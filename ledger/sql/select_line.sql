SELECT number, period, creditor, debtor, currency, category, billing, version, term, tax_category, tax_rate, entries, quantity, base, amount, last_sequence FROM line WHERE number = $1
