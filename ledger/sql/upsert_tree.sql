INSERT INTO tree (id, frontier) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET frontier = excluded.frontier
