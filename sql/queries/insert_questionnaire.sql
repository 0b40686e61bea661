-- $1 programme, $2 cycle, $3 version, $4 document, $5 digest of its canonical JSON, $6 its columns
-- as a JSON array
insert into survey.questionnaire (programme, cycle, version, document, digest, columns)
values ($1, $2, $3, $4, $5, jsonb_array_length($6::jsonb))
