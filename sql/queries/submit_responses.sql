-- Arrays, parallel: $1 programmes, $2 cycles, $3 versions, $4 receipts, $5 digests, $6 respondents,
-- $7 organisations, $8 actor types, $9 languages, $10 codes (array literals), $11 values (JSON),
-- $12 times of acceptance (milliseconds since 1970; negative: it comes at once; null: likewise, when is
-- not known), $13 orders of revisions
-- One row per submission: its place (from 1), what became of it, and the revision.
select place, outcome, revision
  from survey.submit_responses($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
