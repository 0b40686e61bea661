-- $1 programme, $2 pseudonyms of the link
-- One row per cycle that it has answered and that is not sealed.
select cycle, revision, day from survey.find_answered($1, $2) order by cycle
