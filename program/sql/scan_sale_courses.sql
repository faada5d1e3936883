SELECT sale, paid, newest_payment, cancelled_by FROM sale_course ORDER BY sale
