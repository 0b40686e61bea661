-- $1 programme, $2 cycle
-- One row: how many responses are stored.
select survey.count_responses($1, $2) as responses
