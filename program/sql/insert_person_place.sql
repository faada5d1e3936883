INSERT INTO person_place (person, from_day, partner) VALUES ($1, $2, $3)
