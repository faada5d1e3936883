SELECT person, from_day, partner FROM person_place WHERE person = $1 AND from_day = $2
