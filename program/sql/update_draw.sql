UPDATE draw SET outstanding = $3 WHERE agreement = $1 AND guarantee = $2
