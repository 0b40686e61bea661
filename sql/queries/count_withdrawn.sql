-- $1 programme
-- One row per cycle: how many receipts were withdrawn.
select cycle, count(*) as receipts from survey.response_withdrawn where programme = $1
 group by cycle order by cycle
