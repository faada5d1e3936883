UPDATE restated SET difference = $3, restated_by = $4 WHERE entry = $1 AND item = $2
