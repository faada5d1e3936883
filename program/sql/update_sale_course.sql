UPDATE sale_course SET paid = $2, newest_payment = $3, cancelled_by = $4 WHERE sale = $1
