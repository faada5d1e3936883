SELECT sequence, agreement, version, principal, partner, effective_from, proposed_by, accepted_by FROM agreement_version WHERE sequence = $1
