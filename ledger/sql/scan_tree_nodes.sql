SELECT level, position, hash FROM tree_node ORDER BY level, position
