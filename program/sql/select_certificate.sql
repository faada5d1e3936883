SELECT person, certificate, on_day, until_day FROM certificate WHERE person = $1 AND certificate = $2 AND on_day = $3
