SELECT place.person, certificate.certificate, certificate.on_day, certificate.until_day
FROM person_place AS place
JOIN certificate ON certificate.person = place.person
WHERE place.partner = $1 AND place.from_day <= $2 AND certificate.on_day <= $2
  AND NOT EXISTS (
    SELECT 1 FROM person_place AS later
    WHERE later.person = place.person AND later.from_day > place.from_day AND later.from_day <= $2)
ORDER BY place.person, certificate.certificate, certificate.on_day
