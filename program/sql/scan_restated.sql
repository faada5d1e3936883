SELECT entry, item, difference, restated_by FROM restated ORDER BY entry, item
