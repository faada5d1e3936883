SELECT from_day, partner FROM person_place WHERE person = $1 ORDER BY from_day
