SELECT entry, item, difference, restated_by FROM restated WHERE entry = $1 AND item = $2
