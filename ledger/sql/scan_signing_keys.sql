SELECT number, verifier_key, from_size, announcement FROM signing_key ORDER BY number
