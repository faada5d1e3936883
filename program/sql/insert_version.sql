INSERT INTO agreement_version (sequence, agreement, version, principal, partner, effective_from, proposed_by, accepted_by) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
