SELECT entry FROM restated LIMIT 1
