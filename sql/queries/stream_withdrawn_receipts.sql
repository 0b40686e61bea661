-- $1 programme
-- The receipt of every submission that was withdrawn.
select receipt from survey.response_withdrawn where programme = $1 order by receipt
