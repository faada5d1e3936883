INSERT INTO sale_course (sale, paid, newest_payment, cancelled_by) VALUES ($1, $2, $3, $4)
