-- $1 programme, $2 cycle
-- A row if there is such a cycle. One that was never open closes without having been.
update survey.cycle
   set opens_at = least(opens_at, now()), closes_at = least(closes_at, now())
 where programme = $1 and cycle = $2::integer
returning cycle
