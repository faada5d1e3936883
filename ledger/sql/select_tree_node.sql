SELECT hash FROM tree_node WHERE level = $1 AND position = $2
