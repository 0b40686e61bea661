-- $1 programme, null for all
select programme, document, timezone, minimum_group_size, linkage, imported
  from survey.programme
 where $1::text is null or programme = $1
 order by programme collate "C"
