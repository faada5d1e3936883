SELECT frontier FROM tree WHERE id = 1
