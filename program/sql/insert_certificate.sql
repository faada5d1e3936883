INSERT INTO certificate (person, certificate, on_day, until_day) VALUES ($1, $2, $3, $4)
