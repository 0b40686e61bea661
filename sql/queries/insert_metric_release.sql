-- $1 programme, $2 cycle, $3 generation, $4 part, $5 answers
insert into survey.metric_release (programme, cycle, generation, part, answers)
values ($1, $2::integer, $3::integer, $4::integer, $5::bytea)
