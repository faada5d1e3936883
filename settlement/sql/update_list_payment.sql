UPDATE list_payment SET paid = $3 WHERE reference = $1 AND document = $2
