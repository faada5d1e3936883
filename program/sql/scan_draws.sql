SELECT agreement, guarantee, outstanding FROM draw ORDER BY agreement, guarantee
