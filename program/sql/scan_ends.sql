SELECT agreement, sequence, last_day, ended_by FROM agreement_end ORDER BY agreement
