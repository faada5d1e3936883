UPDATE certificate SET until_day = $4 WHERE person = $1 AND certificate = $2 AND on_day = $3
