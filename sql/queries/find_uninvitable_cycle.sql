-- $1 programme, $2 cycles
-- Rows: those of the cycles that do not exist or are sealed.
select w.cycle, c.cycle is null as missing
  from (select distinct unnest($2::integer[]) as cycle) w
  left join survey.cycle c on c.programme = $1 and c.cycle = w.cycle
 where c.cycle is null or c.sealed
 order by w.cycle
