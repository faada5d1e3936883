SELECT sequence, agreement, version, principal, partner, effective_from, proposed_by, accepted_by FROM agreement_version ORDER BY agreement, version
