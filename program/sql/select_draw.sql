SELECT agreement, guarantee, outstanding FROM draw WHERE agreement = $1 AND guarantee = $2
