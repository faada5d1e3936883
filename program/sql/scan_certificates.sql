SELECT person, certificate, on_day, until_day FROM certificate ORDER BY person, certificate, on_day
