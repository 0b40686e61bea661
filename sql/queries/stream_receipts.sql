-- $1 programme
-- The receipt of every submission that was stored.
select receipt from survey.response where programme = $1
union all
select receipt from survey.response_replaced where programme = $1
 order by receipt
