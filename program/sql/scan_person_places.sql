SELECT person, from_day, partner FROM person_place ORDER BY person, from_day
