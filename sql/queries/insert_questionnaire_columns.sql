-- $1 programme, $2 cycle, $3 version, $4 columns as a JSON array
insert into survey.questionnaire_column (programme, cycle, version, "position", name, kind, question,
                                         "row", part, choice, title, labels)
select $1, $2, $3, c.place, c.value ->> 'name', c.value ->> 'kind', c.value ->> 'question',
       c.value ->> 'row', c.value ->> 'part', c.value ->> 'choice',
       coalesce(c.value -> 'title', '{}'), coalesce(c.value -> 'labels', '[]')
  from jsonb_array_elements($4::jsonb) with ordinality as c(value, place)
