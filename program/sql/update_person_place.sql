UPDATE person_place SET partner = $3 WHERE person = $1 AND from_day = $2
