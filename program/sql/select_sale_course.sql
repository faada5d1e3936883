SELECT sale, paid, newest_payment, cancelled_by FROM sale_course WHERE sale = $1
