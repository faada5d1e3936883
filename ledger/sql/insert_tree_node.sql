INSERT INTO tree_node (level, position, hash) VALUES ($1, $2, $3)
